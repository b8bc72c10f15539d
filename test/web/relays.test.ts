import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRelay } from '../harness/relay/relay-of.ts'
import { seriousViolations } from './harness/accessibility.ts'
import { CHROMIUM, signIn, type WatchedPage } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'

describe.skipIf(CHROMIUM === undefined)('a relay in the dashboard', () => {
  const dashboard = startedDashboard()
  let watched: WatchedPage
  beforeEach(async () => {
    watched = await dashboard.open()
    await signIn(watched.page)
  })
  afterEach(() => closeUnharmed(watched))

  it('is listed by its name, and shows its settings, snippets and attempts without a URL', async () => {
    const { page } = watched
    const { tenant, relay, publish, listen } = await createRelay(dashboard.posthorn)
    const listener = await listen()
    await publish()
    const [delivery] = await listener.received(1)
    await listener.succeed(listener.deliveries)
    await tenant.settled(1)
    listener.kill()

    await page.goto(`/t/${tenant.id}/endpoints`)
    await page.getByRole('link', { name: 'Relay: ada@laptop' }).click()
    await page.getByRole('heading', { name: 'Relay: ada@laptop' }).waitFor()
    expect(await seriousViolations(page)).toEqual([])
    await page.goto(`/t/${tenant.id}/endpoints/${relay.id}?tab=settings`)
    await page.getByText('ada@laptop', { exact: true }).waitFor()
    await page.goto(`/t/${tenant.id}/endpoints/${relay.id}?tab=verify`)
    await page.getByRole('heading', { name: 'Verify signatures' }).waitFor()
    await page.goto(`/t/${tenant.id}/deliveries/${delivery?.deliveryId}`)
    await page.getByText('To the listener of a relay').waitFor()
  })
})

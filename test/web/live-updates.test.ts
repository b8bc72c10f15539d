import type { PublishedEvent } from '@posthorn/contracts'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADMIN_KEY, type Tenant } from '../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../harness/receiver.ts'
import { CHROMIUM, signIn } from './harness/browser.ts'
import { startedDashboard } from './harness/dashboard.ts'

/** One more than the connections that a browser opens to a server. */
const TABS = 7
/** Pages that poll look for changes every five seconds, those with live updates once a minute. */
const LIVE_MS_MAX = 30_000
/** After this time, a hidden tab leaves the stream. */
const HIDDEN_MS_MAX = 60_000

describe.skipIf(CHROMIUM === undefined)('the dashboard', () => {
  const dashboard = startedDashboard()
  let receiver: Receiver
  let tenant: Tenant
  let context: BrowserContext
  beforeAll(async () => {
    receiver = await startReceiver()
  })
  afterAll(() => receiver?.close())
  beforeEach(async () => {
    tenant = await dashboard.posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    context = await dashboard.browser.newContext({ baseURL: dashboard.posthorn.service('api').url })
  })
  afterEach(() => context.close())

  const publish = () =>
    dashboard.posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, { type: 'order.paid', data: {} })
  const openList = async (): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(`/t/${tenant.id}/deliveries`)
    // Of what is published before the list has been read, nothing is new.
    await page.getByRole('row').nth(1).waitFor()
    return page
  }
  const isLive = (page: Page) => page.locator('[data-live=live]').waitFor()

  it('shows a new delivery in seven tabs without a reload, over one stream', async () => {
    await publish()
    await tenant.settled(1)
    await signIn(await context.newPage(), ADMIN_KEY)
    let streams = 0
    context.on('request', (request) => {
      if (request.url().endsWith('/live')) streams += 1
    })
    const pages: Page[] = []
    for (let tab = 0; tab < TABS; tab += 1) pages.push(await openList())
    for (const page of pages) await isLive(page)
    expect(streams).toBe(1)
    await publish()
    for (const page of pages)
      await page.getByRole('button', { name: /1 new/ }).waitFor({ timeout: LIVE_MS_MAX })
  })

  it('goes on in another tab when the one with the stream is closed', async () => {
    await publish()
    await tenant.settled(1)
    await signIn(await context.newPage(), ADMIN_KEY)
    const first = await openList()
    await isLive(first)
    const second = await openList()
    await isLive(second)
    const opening = second.waitForRequest((request) => request.url().endsWith('/live'))
    await first.close()
    const opened = await opening
    expect((await opened.response())?.status()).toBe(200)
    await publish()
    await second.getByRole('button', { name: /1 new/ }).waitFor({ timeout: LIVE_MS_MAX })
  })

  it('closes the stream of a tab that stays hidden, and catches up when it is shown again', async () => {
    await publish()
    await tenant.settled(1)
    await signIn(await context.newPage(), ADMIN_KEY)
    const page = await context.newPage()
    await page.clock.install()
    await page.goto(`/t/${tenant.id}/deliveries`)
    await page.getByRole('row').nth(1).waitFor()
    await isLive(page)
    const setHidden = (isHidden: boolean) =>
      page.evaluate(`
        Object.defineProperty(document, 'visibilityState', { get: () => '${isHidden ? 'hidden' : 'visible'}', configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      `)
    const closed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/live'))
    await setHidden(true)
    await page.clock.fastForward(HIDDEN_MS_MAX / 3)
    expect(await page.locator('[data-live=live]').count()).toBe(1)
    await page.clock.fastForward(HIDDEN_MS_MAX)
    await closed
    const whileHidden: string[] = []
    page.on('request', (request) => whileHidden.push(request.url()))
    await publish()
    await tenant.settled(2)
    await page.clock.fastForward(5 * HIDDEN_MS_MAX)
    expect(whileHidden).toEqual([])
    expect(await page.getByRole('button', { name: /new$/ }).count()).toBe(0)
    await setHidden(false)
    await isLive(page)
    await page.getByRole('button', { name: '1 new' }).waitFor({ timeout: LIVE_MS_MAX })
  })

  it('polls when there are no live updates, and says so', async () => {
    await publish()
    await tenant.settled(1)
    await context.route('**/live', (route) => route.fulfill({ status: 503, body: '' }))
    await signIn(await context.newPage(), ADMIN_KEY)
    const page = await openList()
    await page.getByText('Every few seconds').waitFor()
    expect(await page.locator('[data-live=live]').count()).toBe(0)
    await publish()
    await page.getByRole('button', { name: /1 new/ }).waitFor({ timeout: LIVE_MS_MAX })
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, openPage, type WatchedPage } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'
import { LOOKED_AT, LOOKS_MS, look } from './harness/looks.ts'
import { createPortalLink } from './harness/portal-link.ts'
import { createSample, type Sample } from './harness/sample.ts'
import { PORTAL_SCREENS, SCREENS, type Screen } from './harness/screens.ts'

describe.skipIf(CHROMIUM === undefined)('on a desktop and a phone, light and dark,', () => {
  const dashboard = startedDashboard()
  let sample: Sample
  beforeAll(async () => {
    sample = await createSample(dashboard.posthorn)
  })
  afterAll(() => sample?.close())

  const open = () => openPage(dashboard.browser, dashboard.posthorn.service('api').url, LOOKED_AT)
  const show = async (watched: WatchedPage, { path, shows }: Screen) => {
    await watched.page.goto(path(sample))
    await watched.page.getByText(shows).first().waitFor()
    await watched.settled()
  }

  it('each page can be used by everyone', { timeout: LOOKS_MS }, async () => {
    const watched = await open()
    const { page } = watched
    await page.goto('/sign-in')
    await page.getByLabel('Key').waitFor()
    const findings = await look(watched, 'sign-in')
    await dashboard.signIn(page)
    for (const screen of SCREENS) {
      await show(watched, screen)
      Object.assign(findings, await look(watched, screen.name))
    }
    expect(findings).toEqual({})
    await closeUnharmed(watched)
  })

  it('each page of a portal with colours of its own can be used by everyone', async () => {
    const watched = await open()
    const { page } = watched
    const theme = { primary: '#0b6e4f', radius: 12, font: 'serif' }
    const link = await createPortalLink(dashboard.posthorn, sample.tenant, { role: 'manage', theme })
    await page.goto(link.url)
    const findings: Record<string, string[]> = {}
    for (const { name, link: to, shows } of PORTAL_SCREENS) {
      // Its secret is in memory only: a reload would end it.
      await page.getByRole('link', { name: to, exact: true }).click()
      await page.getByText(shows).first().waitFor()
      await watched.settled()
      Object.assign(findings, await look(watched, name))
    }
    expect(findings).toEqual({})
    await closeUnharmed(watched)
  })
})

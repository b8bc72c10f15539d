import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, openPage, type WatchedPage } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'
import { LOOKED_AT, look } from './harness/looks.ts'
import { createPortalLink } from './harness/portal-link.ts'
import { createSample, type Sample } from './harness/sample.ts'
import { PORTAL_SCREENS, SCREENS } from './harness/screens.ts'

describe.skipIf(CHROMIUM === undefined)('everyone can use, on a desktop and a phone, light and dark,', () => {
  const dashboard = startedDashboard()
  let sample: Sample
  beforeAll(async () => {
    sample = await createSample(dashboard.posthorn)
  })
  afterAll(() => sample?.close())

  const open = () => openPage(dashboard.browser, dashboard.posthorn.service('api').url, LOOKED_AT)

  it('the page sign-in', async () => {
    const watched = await open()
    await watched.page.goto('/sign-in')
    await watched.page.getByLabel('Key').waitFor()
    expect(await look(watched, 'sign-in')).toEqual({})
    await closeUnharmed(watched)
  })

  describe('the page', () => {
    let watched: WatchedPage
    beforeAll(async () => {
      watched = await open()
      await dashboard.signIn(watched.page)
    })
    afterAll(() => closeUnharmed(watched))

    it.each(SCREENS)('$name', async ({ name, path, shows }) => {
      await watched.page.goto(path(sample))
      await watched.page.getByText(shows).first().waitFor()
      await watched.settled()
      expect(await look(watched, name)).toEqual({})
    })
  })

  it('the pages of a portal with colours of its own', async () => {
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

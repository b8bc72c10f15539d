import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CHROMIUM, type WatchedPage } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'
import { addHistory } from './harness/history.ts'
import { createSampleData, type SampleData } from './harness/sample-data.ts'

const HOUR_MS = 3_600_000

describe.skipIf(CHROMIUM === undefined)('on the overview, a person', () => {
  const dashboard = startedDashboard()
  let sample: SampleData
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    sample = await createSampleData(dashboard.posthorn)
    await addHistory(dashboard.posthorn.database, sample.tenant.id, sample.accepted.endpointId)
  })
  afterAll(() => sample?.close())
  beforeEach(async () => {
    watched = await dashboard.open()
    page = watched.page
    await dashboard.signIn(page)
    await page.goto(`/t/${sample.tenant.id}`)
  })
  afterEach(() => closeUnharmed(watched))

  const barsOf = (title: string) => page.getByRole('figure', { name: title }).getByRole('link')

  it('goes from bar to bar with the arrow keys, past the others with Tab, and opens the list behind one', async () => {
    const bars = barsOf('Deliveries by result')
    await bars.last().focus()
    expect(await bars.last().getAttribute('aria-label')).toMatch(/: Succeeded \d+, Failed \d+, Cancelled 0$/)
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    const chosen = page.locator('a:focus')
    const label = await chosen.getAttribute('aria-label')
    expect(await bars.nth(-3).getAttribute('aria-label')).toBe(label)
    await chosen.getByText('Succeeded').waitFor()
    await page.keyboard.press('Tab')
    expect(await barsOf('Events').last().getAttribute('aria-label')).toBe(
      await chosen.getAttribute('aria-label'),
    )
    await page.keyboard.press('Shift+Tab')
    expect(await chosen.getAttribute('aria-label')).toBe(label)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/deliveries?finishedFrom=*&finishedTo=*')
    const { searchParams } = new URL(page.url())
    const time = (name: string) => Date.parse(searchParams.get(name) ?? '')
    expect(time('finishedTo') - time('finishedFrom')).toBe(HOUR_MS)
    expect(time('finishedTo')).toBeLessThan(Date.now() - HOUR_MS)
  })

  it('sees nothing move when what fails is known later than the rest', async () => {
    const { promise: known, resolve } = Promise.withResolvers<void>()
    await page.route('**/failures?*', async (route) => {
      await known
      await route.continue()
    })
    await page.goto(`/t/${sample.tenant.id}`)
    await page.getByText('published and received').waitFor()
    expect(await page.getByRole('figure').count()).toBe(0)
    resolve()
    await page.getByText('Failing now').waitFor()
    const place = () => page.getByRole('figure', { name: 'Events' }).boundingBox()
    const first = await place()
    await watched.settled()
    expect(await place()).toEqual(first)
  })

  it('opens the events behind a bar, and the deliveries behind a latency, by a click', async () => {
    await barsOf('Events').last().click()
    await page.waitForURL('**/events?from=*&to=*')
    await page.getByText('order.refunded').first().waitFor()
    await page.goBack()
    await barsOf('Latency of attempts').last().click()
    await page.waitForURL('**/deliveries?finishedFrom=*&finishedTo=*')
    await page.getByRole('link', { name: 'order.refunded' }).first().waitFor()
    expect(await page.getByText('No delivery matches').count()).toBe(0)
  })

  it('opens menus by the keyboard, also while they are being loaded, and returns to their buttons', async () => {
    for (const { name, inside } of [
      { name: /Operator/, inside: page.getByRole('menuitemradio', { name: 'UTC' }) },
      { name: /Tenant:/, inside: page.getByRole('combobox', { name: 'Find a tenant' }) },
    ]) {
      const button = page.getByRole('button', { name })
      for (const load of ['loads', 'has loaded']) {
        await button.focus()
        await page.keyboard.press('Enter')
        await inside.waitFor()
        await page.keyboard.press('Escape')
        await inside.waitFor({ state: 'hidden' })
        expect(`${load}: ${await page.locator(':focus').textContent()}`).toMatch(name)
      }
    }
  })
})

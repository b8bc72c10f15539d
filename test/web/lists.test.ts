import type { Delivery } from '@posthorn/contracts'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { waitUntil } from '../harness/wait-until.ts'
import { CHROMIUM, type WatchedPage } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'
import { createSampleData, type SampleData } from './harness/sample-data.ts'

describe.skipIf(CHROMIUM === undefined)('in a list of the dashboard, a person', () => {
  const dashboard = startedDashboard()
  let sample: SampleData
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    sample = await createSampleData(dashboard.posthorn)
  })
  afterAll(() => sample?.close())
  beforeEach(async () => {
    watched = await dashboard.open()
    page = watched.page
  })
  afterEach(() => closeUnharmed(watched))

  it('has every filter in the URL, and takes it away again', async () => {
    await dashboard.signIn(page)
    await page.goto(`/t/${sample.tenant.id}/deliveries`)
    await page.getByRole('button', { name: 'Status', exact: true }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Succeeded' }).click()
    await page.keyboard.press('Escape')
    await page.waitForURL('**/deliveries?status=succeeded')
    await page.getByRole('button', { name: 'Event type' }).click()
    await page.getByRole('textbox', { name: 'Event type' }).fill('order.paid')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/deliveries?status=succeeded&eventType=order.paid')
    await page.getByRole('link', { name: 'order.paid' }).first().waitFor()
    expect(await page.getByText('Retrying').count()).toBe(0)
    expect(await page.getByText('order.created').count()).toBe(0)

    await page.reload()
    await page.getByRole('link', { name: 'order.paid' }).first().waitFor()
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.waitForURL('**/deliveries')
    await page.getByText('invoice.finalized').first().waitFor()
  })

  it('sees and changes when the deliveries behind a bar of a chart have finished', async () => {
    await dashboard.signIn(page)
    const range = 'finishedFrom=2026-01-02T03:00:00.000Z&finishedTo=2026-01-02T04:00:00.000Z'
    await page.goto(`/t/${sample.tenant.id}/deliveries?status=failed&${range}`)
    await page.getByRole('button', { name: /^Finished ?2 Jan.*04:00:00 – 2 Jan.*05:00:00$/ }).click()
    expect(await page.getByRole('button', { name: 'Last hour' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Any time' }).click()
    await page.waitForURL('**/deliveries?status=failed')
    expect(await page.getByRole('button', { name: 'Finished', exact: true }).count()).toBe(1)
  })

  it('is told which value of a filter the API does not know', async () => {
    await dashboard.signIn(page)
    await page.goto(`/t/${sample.tenant.id}/deliveries?statusCode=many`)
    await page.getByText('Invalid request').waitFor()
    expect(await page.getByRole('row').count()).toBe(0)
  })

  it('uses the keyboard only: chooses rows, opens one, and jumps to an id', async () => {
    await dashboard.signIn(page)
    await page.goto(`/t/${sample.tenant.id}/deliveries`)
    await page.getByText('invoice.finalized').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/deliveries/dlv_**')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Id or page' }).and(page.locator(':focus')).waitFor()
    await page.keyboard.type(sample.refused.id)
    await page.getByRole('option', { name: sample.refused.id }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Connection refused' }).waitFor()
    expect(new URL(page.url()).pathname).toBe(`/t/${sample.tenant.id}/deliveries/${sample.refused.id}`)
  })

  it('jumps from the id of a key to the keys of its tenant, and has no jump where there is no tenant', async () => {
    await dashboard.signIn(page)
    const { body } = await dashboard.posthorn.api.post<{ id: string }>(`${sample.tenant.path}/keys`, {
      role: 'read',
    })
    await page.goto(`/t/${sample.tenant.id}`)
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Id or page' }).fill(body.id)
    await page.getByRole('option', { name: body.id }).click()
    await page.waitForURL('**/settings/keys')

    await page.goto('/operator')
    await page.getByRole('heading', { name: 'Tenants' }).waitFor()
    const isLeftToBrowser = await page.evaluate(
      "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, cancelable: true }))",
    )
    expect(isLeftToBrowser).toBe(true)
  })

  it('goes to the first filter with a slash, and jumps where there is none, which it loads then', async () => {
    await dashboard.signIn(page)
    await page.goto(`/t/${sample.tenant.id}/deliveries`)
    const status = page.getByRole('button', { name: 'Status', exact: true })
    await status.waitFor()
    await page.keyboard.press('/')
    await page.waitForFunction('document.activeElement?.textContent === "Status"')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitemcheckbox', { name: 'Succeeded' }).waitFor()
    await page.keyboard.press('Escape')

    const scripts: string[] = []
    page.on('request', (request) => scripts.push(new URL(request.url()).pathname))
    const palettes = () => scripts.filter((path) => path.startsWith('/assets/palette-')).length
    await page.goto(`/t/${sample.tenant.id}`)
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await watched.settled()
    expect(palettes()).toBe(0)
    await page.keyboard.press('/')
    const field = page.getByRole('combobox', { name: 'Id or page' }).and(page.locator(':focus'))
    await field.waitFor()
    expect(palettes()).toBe(1)
    await page.keyboard.type('/')
    expect(await field.inputValue()).toBe('/')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByText('Go to the first filter, or jump where there is none').waitFor()
  })

  it('retries the delivery that is shown with r', async () => {
    await dashboard.signIn(page)
    const path = `${sample.tenant.path}/deliveries/${sample.refused.id}`
    const attempts = async () => (await dashboard.posthorn.api.get<Delivery>(path)).body.attemptCount
    const before = await attempts()
    await page.goto(`/t/${sample.tenant.id}/deliveries/${sample.refused.id}`)
    await page.getByRole('button', { name: 'Retry now' }).waitFor()
    await page.keyboard.press('r')
    await page.getByText('Retry requested').waitFor()
    await waitUntil('the attempt', async () => (await attempts()) > before)
    expect(await attempts()).toBe(before + 1)
  })

  it('sees new rows only when it asks for them: no row moves', async () => {
    await dashboard.signIn(page)
    await page.goto(`/t/${sample.tenant.id}/deliveries`)
    const firstRow = page.getByRole('row').nth(1)
    await firstRow.waitFor()
    const shown = await firstRow.textContent()
    await dashboard.posthorn.api.post(`${sample.tenant.path}/events`, { type: 'order.late', data: {} })
    await page.getByRole('button', { name: /new$/ }).waitFor()
    expect((await firstRow.textContent())?.slice(0, 20)).toBe(shown?.slice(0, 20))
    expect(await page.getByText('order.late').count()).toBe(0)
    await page.keyboard.press('.')
    await page.getByText('order.late').first().waitFor()
  })

  it('sees the first rows of an empty list without asking', async () => {
    await dashboard.signIn(page)
    await page.goto(`/t/${sample.tenant.id}/deliveries?eventType=order.first`)
    await page.getByText('No delivery matches').waitFor()
    await dashboard.posthorn.api.post(`${sample.tenant.path}/events`, { type: 'order.first', data: {} })
    await page.getByRole('row', { name: 'order.first' }).first().waitFor()
    expect(await page.getByText('No delivery matches').count()).toBe(0)
  })
})

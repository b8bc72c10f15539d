import { readFile } from 'node:fs/promises'
import type { Endpoint, Page as ListPage, PublishedEvent } from '@posthorn/contracts'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tenant } from '../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../harness/receiver.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { CHROMIUM, signIn, type WatchedPage } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'
import { LARGE_NUMBER } from './harness/sample-data.ts'

const DATA = `{"number":${LARGE_NUMBER},"country":"FR","note":"<img src=x onerror=alert(1)>"}`

/** Events of Posthorn itself are searched past, too. */
const ONE_HIT = /^1 hit in \d+ events?\.$/

describe.skipIf(CHROMIUM === undefined)('on the pages of events, a person', () => {
  const dashboard = startedDashboard()
  let working: Receiver
  let broken: Receiver
  let watched: WatchedPage
  let page: Page
  let tenant: Tenant
  let brokenId: string
  beforeAll(async () => {
    working = await startReceiver()
    broken = await startReceiver(() => ({ status: 500 }))
  })
  afterAll(() => Promise.all([working?.close(), broken?.close()]))
  beforeEach(async () => {
    tenant = await dashboard.posthorn.createTenant()
    await tenant.endpoint({ url: `${working.url}/${tenant.id}`, eventTypes: ['order.*'] })
    await tenant.endpoint({ url: `${working.url}/filtered`, filter: { country: { $in: ['DE', 'AT'] } } })
    await tenant.endpoint({ url: `${working.url}/other`, eventTypes: ['invoice.*'] })
    brokenId = (await tenant.endpoint({ url: `${broken.url}/${tenant.id}`, retrySchedule: [] })).id
    watched = await dashboard.open()
    page = watched.page
    await dashboard.signIn(page)
  })
  afterEach(() => closeUnharmed(watched))

  const publish = async (fields = ''): Promise<string> => {
    const body = `{"type":"order.paid"${fields},"data":${DATA}}`
    return (await dashboard.posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, body)).body.id
  }
  it('sees what an event carried, who received it, and why others did not', async () => {
    const id = await publish(',"id":"order-1001"')
    await tenant.settled(2)
    await page.goto(`/t/${tenant.id}/events/${id}`)
    await page.getByText(LARGE_NUMBER).waitFor()
    await page.getByText('<img src=x onerror=alert(1)>').waitFor()
    await page.getByText('order-1001', { exact: true }).waitFor()
    await page.getByText('API', { exact: true }).waitFor()
    const receiver = page.getByRole('region', { name: new RegExp(`${broken.url.slice(7)}/`) })
    await receiver.getByText('Failed').waitFor()
    await receiver.getByRole('link', { name: 'Attempt 1' }).waitFor()

    const filtered = page.getByRole('region', { name: /\/filtered$/ })
    await filtered.getByText('The filter needs country $in ["DE","AT"], and the data has "FR".').waitFor()
    await page
      .getByRole('region', { name: /\/other$/ })
      .getByText('Event type not subscribed')
      .waitFor()
    expect(await page.getByRole('button', { name: 'Send' }).count()).toBe(2)
    expect(await page.title()).toBe('Posthorn')
  })

  it('replays an event to a chosen endpoint, and opens the new delivery from the toast', async () => {
    const id = await publish()
    await page.goto(`/t/${tenant.id}/events/${id}`)
    await page.getByRole('button', { name: 'Replay' }).click()
    await page.getByRole('checkbox', { name: /\/other$/ }).check()
    await page.getByRole('button', { name: 'Replay to 1 chosen' }).click()
    await page.getByText('Replayed to 1 endpoint').waitFor()
    const toast = page.getByRole('dialog').filter({ hasText: 'Replayed to 1 endpoint' })
    await toast.getByRole('link', { name: /\/other$/ }).click()
    await page.waitForURL('**/deliveries/dlv_*')
    await page.getByRole('heading', { name: 'Delivered' }).waitFor()
    expect(working.received.filter(({ path }) => path === '/other')).toHaveLength(1)
  })

  it('downloads the data to the byte, and removes it after a question', async () => {
    const id = await publish()
    await page.goto(`/t/${tenant.id}/events/${id}`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ])
    expect(download.suggestedFilename()).toBe(`${id}.json`)
    expect(await readFile(await download.path(), 'utf8')).toBe(DATA)

    await page.getByRole('button', { name: 'Remove content' }).click()
    await page.getByRole('button', { name: 'Remove the content' }).click()
    await page.getByText('This payload was removed').waitFor()
    await page.getByText('By a person, or after its retention period.').waitFor()
    expect(await page.getByRole('button', { name: 'Replay' }).count()).toBe(0)
  })

  it('finds events by type and external id with a link that others can open, and opens one by its id', async () => {
    const id = await publish(',"id":"order 1001"')
    await publish()
    await page.goto(`/t/${tenant.id}/events`)
    await page.getByRole('button', { name: 'Event type', exact: true }).click()
    await page.getByPlaceholder('order.completed or order.*').fill('order.*')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/events?type=order.*')
    await page.getByRole('button', { name: 'Id', exact: true }).click()
    await page.getByRole('textbox', { name: 'Id' }).fill('order 1001')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/events?type=order.*&externalId=order%201001')
    await waitUntil('only the event to be listed', async () => (await page.getByRole('row').count()) === 2)
    expect(await page.getByRole('row').nth(1).textContent()).toContain('order 1001')

    await page.getByRole('button', { name: /^Id/ }).click()
    await page.getByRole('textbox', { name: 'Id' }).fill(id)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/events/${id}`)
  })

  it('finds an endpoint that is not among the newest ones by its id, in a filter and in a replay', async () => {
    const id = await publish()
    const { body } = await dashboard.posthorn.api.get<ListPage<Endpoint>>(`${tenant.path}/endpoints`)
    // As of a tenant with more endpoints than a list has.
    const listed = body.data.filter((endpoint) => endpoint.id !== brokenId)
    await page.route(`**/tenants/${tenant.id}/endpoints?limit=250`, (route) =>
      route.fulfill({ json: { data: listed, nextCursor: 'more' } }),
    )
    await page.goto(`/t/${tenant.id}/deliveries`)
    await page.getByRole('button', { name: 'Endpoint', exact: true }).click()
    await page.getByText('The newest 3. Others are found by “Endpoint id”.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Endpoint id', exact: true }).click()
    await page.getByRole('textbox', { name: 'Endpoint id' }).fill(brokenId)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/deliveries?endpointId=${brokenId}`)

    await page.goto(`/t/${tenant.id}/events/${id}`)
    await page.getByRole('button', { name: 'Replay', exact: true }).click()
    const field = page.getByRole('textbox', { name: 'Another endpoint, by its id' })
    await field.fill('ep_01h455vb4pex5vsknk084sn02q')
    await page.getByRole('button', { name: 'Find' }).click()
    await field.and(page.locator('[aria-invalid="true"]')).waitFor()
    await field.fill(brokenId)
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('checkbox', { name: new RegExp(broken.url.slice(7)), checked: true }).waitFor()
    const before = broken.received.length
    await page.getByRole('button', { name: 'Replay to 1 chosen' }).click()
    await page.getByText('Replayed to 1 endpoint').waitFor()
    expect((await broken.waitFor(before + 1)).length).toBe(before + 1)
  })

  it('sees new events when it asks for them, in their order', async () => {
    const first = await publish(',"id":"order-1"')
    await page.goto(`/t/${tenant.id}/events`)
    await page.getByText('order-1').waitFor()
    await watched.settled()
    for (const id of ['order-2', 'order-3']) await publish(`,"id":"${id}"`)
    const button = page.getByRole('button', { name: '2 new' })
    await button.waitFor()
    expect(await page.getByRole('row').nth(1).textContent()).toContain('order-1')
    await button.click()
    await page.getByText('order-3').waitFor()
    const rows = (await page.getByRole('row').allTextContents()).slice(1)
    expect(rows.map((row) => /order-\d/.exec(row)?.[0])).toEqual(['order-3', 'order-2', 'order-1'])
    expect(await button.count()).toBe(0)
    await page.getByRole('row', { name: 'order-1' }).getByRole('link').first().click()
    await page.waitForURL(`**/events/${first}`)
  })

  it('searches the data of events, sees hits arrive, and opens the same search by its link', async () => {
    const id = await publish()
    await page.goto(`/t/${tenant.id}/events`)
    await page.getByRole('link', { name: 'Search the data' }).click()
    await page.getByRole('textbox', { name: 'Filter' }).fill('{"country":{"$in":["FR"]}}')
    await page.getByRole('button', { name: 'Search', exact: true }).click()
    await page.waitForURL('**/events/search?*job=job_*')
    await page.getByRole('link', { name: 'order.paid' }).waitFor()
    await page.getByText(ONE_HIT).waitFor()
    await page.reload()
    await page.getByRole('link', { name: 'order.paid' }).click()
    await page.waitForURL(`**/events/${id}`)

    await page.goto(`/t/${tenant.id}/jobs`)
    await page.getByRole('row', { name: /Search events.*1 hit in/ }).waitFor()
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0)
  })

  it('is told at the filter what is wrong with it', async () => {
    await page.goto(`/t/${tenant.id}/events/search`)
    const search = async (filter: string, message: string | RegExp) => {
      await page.getByRole('textbox', { name: 'Filter' }).fill(filter)
      await page.getByRole('button', { name: 'Search', exact: true }).click()
      await page.getByText(message).waitFor()
    }
    await search('{"country"', /This is not JSON/)
    await search('{"country":{"$near":1}}', /\$near/)
    await search(`{"number":${LARGE_NUMBER}}`, /number/i)
    expect(page.url()).not.toContain('job=')
  })

  it('sees and searches everything with a key that reads, and no button that would be refused', async () => {
    const id = await publish()
    const { body } = await dashboard.posthorn.api.post<{ key: string }>(`${tenant.path}/keys`, {
      role: 'read',
    })
    await page.context().clearCookies()
    await signIn(page, body.key)
    await page.goto(`/t/${tenant.id}/events/${id}`)
    await page.getByRole('region', { name: /\/other$/ }).waitFor()
    for (const name of ['Replay', 'Remove content', 'Send'])
      expect(await page.getByRole('button', { name }).count()).toBe(0)
    expect(await page.getByRole('link', { name: 'Jobs' }).count()).toBe(0)
    await page.goto(`/t/${tenant.id}/deliveries`)
    await page.getByRole('table', { name: 'Deliveries' }).waitFor()
    expect(await page.getByRole('button', { name: 'Retry all matches' }).count()).toBe(0)

    await page.goto(`/t/${tenant.id}/events/search`)
    await page.getByRole('button', { name: 'Search', exact: true }).click()
    await page.getByText(ONE_HIT).waitFor()
  })
})

import type { Browser, Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn, type Tenant } from '../harness/posthorn.ts'
import { CHROMIUM, openPage, sharedBrowser, signIn, type WatchedPage } from '../web/harness/browser.ts'
import { fillTenant, LARGE_DATA_MIB } from './large-tenant.ts'

/** `npm run test:plans` sets a million. */
const ROWS = Number(process.env['TEST_PLANS_ROWS'] ?? 100_000)
const FILL_MS = 600_000
/** So long a person waits at most. */
const ANSWER_MS_MAX = 1_000
const ENDPOINTS = 5
/** The fastest counts: the others tell what else the machine does. */
const OPENED_TIMES = 3

/** Each page with much data, in the states that read most. */
const PAGES: [name: string, path: string, shows: string][] = [
  ['the tenants', '/operator', 'Workers and queue'],
  ['the overview', '', 'Failing now'],
  ['the events', '/events', 'order.large'],
  ['the events of a type', '/events?type=order.7', 'order.7'],
  ['the events with an external id', '/events?externalId=own-5', 'order.5'],
  ['the deliveries', '/deliveries', 'order.'],
  ['the failed deliveries', '/deliveries?status=failed', 'Failed'],
  ['the deliveries with a cause', '/deliveries?errorCode=timeout&status=failed', 'Failed'],
  ['the deliveries with a status code', '/deliveries?statusCode=5xx', '503'],
  ['the endpoints', '/endpoints', 'example.com'],
  ['an endpoint', '/endpoints/ENDPOINT', 'Delivered'],
  ['the jobs', '/jobs', 'No jobs'],
]

describe.skipIf(CHROMIUM === undefined)(`in a tenant with ${ROWS} events,`, () => {
  let posthorn: Posthorn
  let browser: Browser
  let tenant: Tenant
  let endpointId: string
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    ;[posthorn, browser] = await Promise.all([startPosthorn({ services: ['api'] }), sharedBrowser()])
    tenant = await posthorn.createTenant()
    const urls = Array.from({ length: ENDPOINTS }, (_, n) => `https://example.com/hooks/${n}`)
    const endpoints = await Promise.all(urls.map((url) => tenant.endpoint({ url })))
    endpointId = endpoints[0]?.id ?? ''
    await fillTenant(posthorn.database, tenant.id, {
      events: ROWS,
      endpointIds: endpoints.map(({ id }) => id),
    })
    watched = await openPage(browser, posthorn.service('api').url)
    page = watched.page
    await signIn(page)
  }, FILL_MS)
  afterAll(async () => {
    await watched?.close()
    await posthorn?.stop()
  })

  /** Milliseconds that the API took for each request of the page, the slowest first. */
  async function timesDuring(work: () => Promise<unknown>): Promise<[ms: number, path: string][]> {
    const responses: Response[] = []
    const note = (response: Response) => void responses.push(response)
    page.on('response', note)
    await work()
    await watched.settled()
    page.off('response', note)
    return responses
      .filter((response) => response.url().includes('/v1/') && !response.url().endsWith('/live'))
      .map((response): [number, string] => {
        const { requestStart, responseEnd } = response.request().timing()
        return [Math.round(responseEnd - requestStart), response.url()]
      })
      .toSorted(([one], [other]) => other - one)
  }
  const tooSlow = (times: [number, string][]) => times.filter(([ms]) => ms > ANSWER_MS_MAX)
  const openAt = async (path: string, shows: string) => {
    await page.goto(path)
    await page.getByText(shows).first().waitFor()
  }
  const pathOf = (path: string) =>
    path.startsWith('/operator') ? path : `/t/${tenant.id}${path.replace('ENDPOINT', endpointId)}`

  it.each(PAGES)('%s: each of its requests is answered within a second', async (_name, path, shows) => {
    const times = await timesDuring(() => openAt(pathOf(path), shows))
    expect(times.length).toBeGreaterThan(0)
    expect(tooSlow(times)).toEqual([])
  })

  it('the list of events scrolls through thousands, each part within a second', async () => {
    await openAt(pathOf('/events'), 'order.large')
    const times = await timesDuring(async () => {
      for (let step = 0; step < 20; step += 1) {
        await page.mouse.move(600, 500)
        await page.mouse.wheel(0, 20_000)
        await watched.settled()
      }
    })
    expect(times.length).toBeGreaterThan(5)
    expect(tooSlow(times)).toEqual([])
  })

  it(`a payload of ${LARGE_DATA_MIB} MiB is shown within a second, and then as a whole`, async () => {
    const times: number[] = []
    for (let time = 0; time < OPENED_TIMES; time += 1) {
      await openAt(pathOf('/events'), 'order.large')
      await watched.settled()
      const startedMs = performance.now()
      await page.getByRole('link', { name: 'order.large' }).click()
      await page.getByText('the beginning').first().waitFor()
      times.push(performance.now() - startedMs)
    }
    expect(Math.min(...times)).toBeLessThan(ANSWER_MS_MAX)
    await page.getByRole('button', { name: 'Show all' }).first().click()
    await page.getByRole('button', { name: 'Show all' }).waitFor({ state: 'detached' })
    expect(watched.errors).toEqual([])
  })
})

import type { CreatedEndpoint, Endpoint, Job } from '@posthorn/contracts'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tenant } from '../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../harness/receiver.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { acceptedBy } from '../harness/webhooks.ts'
import { CHROMIUM, signIn, type WatchedPage } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'

describe.skipIf(CHROMIUM === undefined)('a person with an endpoint', () => {
  // One test stops the worker.
  const dashboard = startedDashboard(['api', 'ingest', 'worker'])
  let receiver: Receiver
  let status = 200
  let tenant: Tenant
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    receiver = await startReceiver(() => ({ status }))
  })
  afterAll(() => receiver?.close())
  beforeEach(async () => {
    status = 200
    tenant = await dashboard.posthorn.createTenant()
    watched = await dashboard.open()
    page = watched.page
    await dashboard.signIn(page)
  })
  afterEach(() => closeUnharmed(watched))

  const publish = (type: string, data: object = {}) =>
    dashboard.posthorn.api.post(`${tenant.path}/events`, { type, data })
  const nextOf = async (before: number) => {
    const request = (await receiver.waitFor(before + 1))[before]
    if (request === undefined) throw new Error('no request arrived')
    return request
  }
  const open = (endpoint: Pick<CreatedEndpoint, 'id'>, search = '') =>
    page.goto(`/t/${tenant.id}/endpoints/${endpoint.id}${search}`)
  /** By the keyboard, as a person does: `fill` makes Chromium style what it replaces, which the policy refuses. */
  const typeInto = async (editor: Locator, text: string) => {
    await editor.click()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await page.keyboard.type(text)
  }
  const choose = async (action: string) => {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: action }).click()
  }

  it('creates one, sees its secret once, and watches a test and an event arrive', async () => {
    const before = receiver.received.length
    await page.goto(`/t/${tenant.id}/endpoints`)
    await page.getByText('No endpoints yet').waitFor()
    await page.getByRole('link', { name: 'New endpoint' }).first().click()
    await page.getByLabel('URL').fill(`${receiver.url}/hooks`)
    await page.getByLabel('Description').fill('for the shop')
    await page.getByRole('button', { name: 'Remove *' }).click()
    await page.getByRole('combobox', { name: 'Event types' }).fill('order.*')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Create endpoint' }).click()

    const secret = (await page.getByLabel('Signing secret', { exact: true }).textContent()) ?? ''
    expect(secret).toMatch(/^whsec_/)
    await page.getByRole('button', { name: 'Send a test event' }).click()
    await page.getByText('Accepted').waitFor()
    expect(acceptedBy([secret], await nextOf(before))).toEqual([true])

    await page.getByRole('link', { name: 'Open the endpoint' }).click()
    await page.getByText('for the shop').waitFor()
    await publish('order.paid')
    await page.getByRole('link', { name: /Succeeded.*order\.paid/s }).waitFor()
    expect(await page.getByText(secret).count()).toBe(0)
    await page.reload()
    await page.getByText('for the shop').waitFor()
    expect(await page.content()).not.toContain(secret)
  })

  it('sees it fail, its attempts grow, and a retry succeed', async () => {
    status = 503
    const endpoint = await tenant.endpoint({ url: receiver.url, retrySchedule: [1, 1, 3_600] })
    await publish('order.paid')
    await open(endpoint)
    await page.getByText('Failing', { exact: true }).first().waitFor()
    await page.getByRole('link', { name: /503.*Service unavailable/s }).waitFor()
    await page.getByRole('link', { name: /Retrying.*order\.paid/s }).click()
    await page.getByRole('link', { name: /#3/ }).waitFor()
    status = 200
    await page.getByRole('button', { name: 'Retry now' }).click()
    await page.getByRole('heading', { name: 'Delivered' }).waitFor()
    await page.goto(`/t/${tenant.id}/endpoints?health=healthy`)
    const row = page.getByRole('row', { name: /Healthy/ })
    await row.waitFor()
    expect(await row.textContent()).toContain('last success')
  })

  it('rotates its secret, sees the new one once, and how long the old one still signs', async () => {
    const endpoint = await tenant.endpoint({ url: receiver.url })
    await open(endpoint)
    await choose('Rotate the secret…')
    await page.getByLabel('The present secret keeps signing').selectOption('3600')
    await page.getByRole('button', { name: 'Rotate', exact: true }).click()
    const secret = (await page.getByLabel('Signing secret', { exact: true }).textContent()) ?? ''
    expect(secret).toMatch(/^whsec_/)
    expect(secret).not.toBe(endpoint.secret)
    await page.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByRole('dialog', { name: 'Rotate the secret' }).waitFor({ state: 'hidden' })
    await page
      .getByText(/previous secret still signs as well.*in (59 min|1 h)/)
      .first()
      .waitFor()
    expect(await page.getByText(secret).count()).toBe(0)

    await choose('Rotate the secret…')
    await page.getByLabel('The present secret keeps signing').waitFor()
    expect(await page.content()).not.toContain(secret)
  })

  it('tests a filter with a recent event while typing, and saves it', async () => {
    const endpoint = await tenant.endpoint({ url: receiver.url, eventTypes: ['none'] })
    await publish('order.paid', { amount: 4200, customer: { country: 'FR' } })
    await open(endpoint, '?tab=settings')
    const editor = page.getByRole('textbox', { name: 'Filter' })
    await typeInto(editor, '{"customer.country": "DE"}')
    const tester = page.getByRole('region', { name: 'Filter test' })
    await tester.getByText('This event does not match').waitFor()
    await tester.getByText('but it is "FR"').waitFor()
    await typeInto(editor, '{"amount": {"$gte": 100}}')
    await tester.getByText('This event matches').waitFor()
    await typeInto(editor, '{"amount": {"$atleast": 100}}')
    await tester.getByText(/\$atleast/).waitFor()

    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('group', { name: 'Filter' }).getByRole('alert').waitFor()
    await typeInto(editor, '{"amount": {"$gte": 100}}')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Settings saved').waitFor()
    const { body } = await dashboard.posthorn.api.get<CreatedEndpoint>(
      `${tenant.path}/endpoints/${endpoint.id}`,
    )
    expect(body.filter).toEqual({ amount: { $gte: 100 } })
  })

  it('sees what the API refuses at its field, and changes every setting', async () => {
    const endpoint = await tenant.endpoint({ url: receiver.url, headers: { 'X-Kept': 'value' } })
    await open(endpoint, '?tab=settings')
    const field = (name: string) => page.getByRole('textbox', { name, exact: true })
    await field('Timeout').fill('99')
    await field('Retries').fill('1s, soon')
    await page.getByRole('button', { name: 'Save changes' }).click()
    const isInvalid = async (name: string) => (await field(name).getAttribute('aria-invalid')) === 'true'
    for (const name of ['Timeout', 'Retries']) await waitUntil(`${name} refused`, () => isInvalid(name))
    await field('Timeout').fill('30')
    await field('Retries').fill('1s, 5m, 2h')
    await field('URL').fill('ftp://example.com')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await waitUntil('the URL refused', () => isInvalid('URL'))

    await field('URL').fill(`${receiver.url}/new`)
    await field('Rate limit').fill('50')
    await field('Requests in flight').fill('3')
    await page.getByLabel('Retry on').selectOption('any-failure')
    await page.getByLabel('Body', { exact: true }).selectOption('raw')
    await page.getByLabel(/SHA-256 of the body/).check()
    await page.getByRole('button', { name: 'Add a header' }).click()
    await field('Name of header 2').fill('X-Team')
    await field('Value of header 2').fill('billing')
    await typeInto(page.getByRole('textbox', { name: 'Metadata' }), '{"team":"billing"}')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Settings saved').waitFor()
    const { body } = await dashboard.posthorn.api.get(`${tenant.path}/endpoints/${endpoint.id}`)
    expect(body).toMatchObject({
      url: `${receiver.url}/new`,
      timeoutSeconds: 30,
      retrySchedule: [1, 300, 7_200],
      rateLimitPerSecond: 50,
      maxInFlight: 3,
      retryOn: 'any-failure',
      payloadFormat: 'raw',
      signatures: ['standard', 'sha256'],
      headers: { 'X-Kept': '********', 'X-Team': '********' },
      metadata: { team: 'billing' },
    })
  })

  it('recovers it, and sees how far that is', async () => {
    status = 503
    const endpoint = await tenant.endpoint({ url: receiver.url, retrySchedule: [] })
    for (const type of ['order.paid', 'order.sent', 'order.back']) await publish(type)
    await tenant.settled(3)
    status = 200
    await open(endpoint)
    await choose('Recover…')
    await page.getByRole('button', { name: 'Recover', exact: true }).click()
    await page.waitForURL('**job=job_**')
    await page.getByText('3 of 3 are pending again.').waitFor()
    expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('100')
    await waitUntil('the deliveries to succeed', async () =>
      (await tenant.settled(3)).every((delivery) => delivery.status === 'succeeded'),
    )
    await page.reload()
    await page.getByText('3 of 3 are pending again.').waitFor()
    await page.getByRole('link', { name: 'Hide the recovery' }).click()
    await page.getByRole('progressbar').waitFor({ state: 'detached' })
  })

  it('cancels a recovery', async () => {
    const endpoint = await tenant.endpoint({ url: receiver.url })
    await dashboard.posthorn.stopAll('worker')
    const { body } = await dashboard.posthorn.api.post<{ jobId: string }>(
      `${tenant.path}/endpoints/${endpoint.id}/recover`,
      { since: new Date(Date.now() - 60_000).toISOString() },
    )
    await open(endpoint, `?job=${body.jobId}`)
    await page.getByText('The deliveries are being counted.').waitFor()
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await page.getByText('Cancelled', { exact: true }).first().waitFor()
    const { body: job } = await dashboard.posthorn.api.get<Job>(`${tenant.path}/jobs/${body.jobId}`)
    expect(job.status).toBe('cancelled')
    await dashboard.posthorn.start('worker')
  })

  it('disables it, enables it, and deletes it after a question', async () => {
    const endpoint = await tenant.endpoint({ url: receiver.url })
    await open(endpoint)
    await choose('Disable')
    await page.getByRole('heading', { name: 'Disabled by a request' }).waitFor()
    const path = `${tenant.path}/endpoints/${endpoint.id}`
    expect((await dashboard.posthorn.api.get<Endpoint>(path)).body.status).toBe('disabled')
    await page.getByRole('button', { name: 'Enable', exact: true }).click()
    await page.getByText('Endpoint enabled').waitFor()
    await page.getByRole('heading', { name: 'Disabled by a request' }).waitFor({ state: 'detached' })
    await choose('Delete…')
    await page.getByRole('button', { name: 'Keep it' }).click()
    await choose('Delete…')
    await page.getByRole('button', { name: 'Delete the endpoint' }).click()
    await page.getByText('No endpoints yet').waitFor()
    expect((await dashboard.posthorn.api.get(path)).status).toBe(404)
    await open(endpoint)
    await page.getByText('No such endpoint').waitFor()
  })

  it('with a key that reads sees everything and changes nothing', async () => {
    const endpoint = await tenant.endpoint({ url: receiver.url })
    const { body } = await dashboard.posthorn.api.post<{ key: string }>(`${tenant.path}/keys`, {
      role: 'read',
    })
    await page.context().clearCookies()
    await signIn(page, body.key)
    await page.goto(`/t/${tenant.id}/endpoints`)
    await page.getByRole('row', { name: /Ready/ }).getByRole('link').click()
    await page.getByRole('heading', { name: 'Causes of failures' }).waitFor()
    expect(await page.getByRole('button', { name: /Send a test|More|Enable/ }).count()).toBe(0)
    await open(endpoint, '?tab=settings')
    await page.getByText('Requests in flight').waitFor()
    expect(await page.getByRole('textbox').count()).toBe(0)
    await page.goto(`/t/${tenant.id}/endpoints/new`)
    await page.getByText('Your key may only read').waitFor()
  })
})

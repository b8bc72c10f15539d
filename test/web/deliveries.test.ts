import type { Delivery, Job, Page as ListPage } from '@posthorn/contracts'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tenant } from '../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../harness/receiver.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { CHROMIUM, type WatchedPage } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'

describe.skipIf(CHROMIUM === undefined)('on the pages of deliveries, a person', () => {
  const dashboard = startedDashboard()
  let broken: Receiver
  let watched: WatchedPage
  let page: Page
  let tenant: Tenant
  let brokenId: string
  beforeAll(async () => {
    broken = await startReceiver(() => ({ status: 500 }))
  })
  afterAll(() => broken?.close())
  beforeEach(async () => {
    tenant = await dashboard.posthorn.createTenant()
    brokenId = (await tenant.endpoint({ url: `${broken.url}/${tenant.id}`, retrySchedule: [] })).id
    watched = await dashboard.open()
    page = watched.page
    await dashboard.signIn(page)
  })
  afterEach(() => closeUnharmed(watched))

  const publish = (type = 'order.paid') =>
    dashboard.posthorn.api.post(`${tenant.path}/events`, { type, data: { country: 'FR' } })
  /** Publishes until so many deliveries of a type wait after a failed attempt, the newest first. */
  const pendingOf = async (type: string, count: number) => {
    const list = async () =>
      (
        await dashboard.posthorn.api.get<ListPage<Delivery>>(
          `${tenant.path}/deliveries?status=pending&statusCode=5xx&eventType=${type}`,
        )
      ).body.data
    for (let n = (await list()).length; n < count; n += 1) await publish(type)
    return waitUntil(`${count} pending deliveries`, async () => {
      const found = await list()
      return found.length === count && found
    })
  }
  const statusOf = async (delivery: Delivery | undefined) =>
    (await dashboard.posthorn.api.get<Delivery>(`${tenant.path}/deliveries/${delivery?.id}`)).body.status
  const failed = async (count: number) =>
    waitUntil(`${count} failed deliveries`, async () => {
      const { body } = await dashboard.posthorn.api.get<ListPage<Delivery>>(
        `${tenant.path}/deliveries?status=failed&endpointId=${brokenId}`,
      )
      return body.data.length === count && body.data
    })

  it('retries exactly what the preview has counted, while more deliveries fail', async () => {
    for (let n = 0; n < 3; n += 1) await publish()
    await failed(3)
    await page.goto(`/t/${tenant.id}/deliveries?endpointId=${brokenId}&statusCode=5xx`)
    await page.getByRole('button', { name: 'Retry all matches' }).click()
    const retry = page.getByRole('button', { name: 'Retry 3 deliveries' })
    await retry.waitFor()
    await publish()
    const deliveries = await failed(4)
    await retry.click()
    await page.waitForURL('**/jobs/job_*')
    await page.getByText('3 of 3 deliveries').waitFor()

    const jobId = new URL(page.url()).pathname.split('/').at(-1)
    const { body: job } = await dashboard.posthorn.api.get<Job>(`${tenant.path}/jobs/${jobId}`)
    expect(job).toMatchObject({ kind: 'bulk_retry', total: 3, done: 3, failed: 0 })
    const [latest] = deliveries
    const { body } = await dashboard.posthorn.api.get<Delivery>(`${tenant.path}/deliveries/${latest?.id}`)
    expect(body.attemptCount).toBe(1)
  })

  it('cancels one delivery after a question', async () => {
    await tenant.endpoint({ url: `${broken.url}/later`, eventTypes: ['refund.*'], retrySchedule: [3_600] })
    const [pending] = await pendingOf('refund.paid', 1)
    await page.goto(`/t/${tenant.id}/deliveries/${pending?.id}`)
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('dialog', { name: 'Cancel this delivery?' }).waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await page.getByRole('button', { name: 'Cancel the delivery' }).click()
    await page.getByText('Delivery cancelled').waitFor()
    await page.getByRole('button', { name: 'Cancel', exact: true }).waitFor({ state: 'hidden' })
    expect(await statusOf(pending)).toBe('cancelled')
  })

  it('cancels exactly what the preview has counted, and nothing else', async () => {
    await tenant.endpoint({ url: `${broken.url}/later`, eventTypes: ['refund.*'], retrySchedule: [3_600] })
    const [other] = await pendingOf('refund.kept', 1)
    await pendingOf('refund.paid', 3)
    await page.goto(`/t/${tenant.id}/deliveries?status=pending&eventType=refund.paid`)
    await page.getByRole('button', { name: 'Cancel all matches' }).click()
    const cancel = page.getByRole('button', { name: 'Cancel 3 deliveries' })
    await cancel.waitFor()
    const [late, ...counted] = await pendingOf('refund.paid', 4)
    await cancel.click()
    await page.waitForURL('**/jobs/job_*')
    await page.getByText('3 of 3 deliveries').waitFor()
    const jobId = new URL(page.url()).pathname.split('/').at(-1)
    const { body: job } = await dashboard.posthorn.api.get<Job>(`${tenant.path}/jobs/${jobId}`)
    expect(job).toMatchObject({ kind: 'bulk_cancel', total: 3, done: 3, failed: 0 })
    expect(await Promise.all(counted.map(statusOf))).toEqual(['cancelled', 'cancelled', 'cancelled'])
    expect(await Promise.all([late, other].map(statusOf))).toEqual(['pending', 'pending'])
  })

  it('is told that nothing can be retried among what has succeeded', async () => {
    await page.goto(`/t/${tenant.id}/deliveries?status=succeeded`)
    await page.getByRole('button', { name: 'Retry all matches' }).click()
    await page.getByText('To send again what succeeded, replay its event.').waitFor()
    expect(await page.getByRole('button', { name: 'Retry', exact: true }).isDisabled()).toBe(true)
  })
})

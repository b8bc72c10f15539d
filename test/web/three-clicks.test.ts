import type { Attempt, Endpoint } from '@posthorn/contracts'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { waitUntil } from '../harness/wait-until.ts'
import { CHROMIUM, signIn, type WatchedPage } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'
import { createSampleData, LARGE_NUMBER, MARKUP, type SampleData } from './harness/sample-data.ts'

describe.skipIf(CHROMIUM === undefined)('a person at the dashboard', () => {
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

  it('is told that a key is wrong, and stays signed out', async () => {
    await page.goto('/')
    await page.waitForURL('**/sign-in')
    await page.getByLabel('Key').fill('a-key-that-no-one-has')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('This key is unknown or has expired.').waitFor()
    expect(new URL(page.url()).pathname).toBe('/sign-in')
  })

  it('returns after signing in to the page whose link was opened', async () => {
    const link = `/t/${sample.tenant.id}/deliveries?status=failed,pending`
    await page.goto(link)
    await page.waitForURL('**/sign-in?next=**')
    await page.getByLabel('Key').fill('the-admin-key-of-the-tests')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Deliveries' }).waitFor()
    expect(page.url()).toBe(`${dashboard.posthorn.service('api').url}${link}`)
  })

  it('sees only its tenant with a key of one, and nothing to change with a key that reads', async () => {
    const { body } = await dashboard.posthorn.api.post<{ key: string }>(`${sample.tenant.path}/keys`, {
      role: 'read',
    })
    await signIn(page, body.key)
    await page.waitForURL(`**/t/${sample.tenant.id}`)
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    expect(await page.getByRole('button', { name: /^Tenant:/ }).count()).toBe(0)
    await page.goto(`/t/${sample.tenant.id}/deliveries/${sample.refused.id}`)
    await page.getByRole('heading', { name: 'Connection refused' }).waitFor()
    expect(await page.getByRole('button', { name: 'Retry now' }).count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Copy as cURL' }).count()).toBe(0)

    const other = await dashboard.posthorn.createTenant()
    await page.goto(`/t/${other.id}/deliveries`)
    await page.getByText('No such tenant').waitFor()
  })

  it('finds out in three clicks why deliveries fail, and sends all of them again', async () => {
    await dashboard.signIn(page)
    await page.goto(`/t/${sample.tenant.id}`)
    await page.getByRole('link', { name: /503 Service unavailable/ }).click()
    await page.waitForURL('**/deliveries/dlv_*?cause=503')
    await page.getByRole('heading', { name: 'Service unavailable' }).waitFor()
    await page.getByText('Check that the receiver runs.').waitFor()

    sample.repair()
    const { body } = await dashboard.posthorn.api.get<{ data: unknown[] }>(
      `${sample.tenant.path}/deliveries?endpointId=${sample.failing.endpointId}&statusCode=503`,
    )
    const count = body.data.length
    expect(count).toBeGreaterThan(1)
    await page.getByRole('button', { name: `Retry these ${count}` }).click()
    await page.getByRole('button', { name: `Retry ${count} deliveries` }).click()
    await page.waitForURL('**/jobs/job_*')
    await page.getByText(`${count} of ${count} deliveries`).waitFor()
    await page.getByText('Done', { exact: true }).waitFor()
    await waitUntil('all of them to be delivered', async () => {
      const { body: delivered } = await dashboard.posthorn.api.get<{ data: unknown[] }>(
        `${sample.tenant.path}/deliveries?endpointId=${sample.failing.endpointId}&status=succeeded`,
      )
      return delivered.data.length === count
    })
  })

  it('sends one delivery again, and sees the attempt', async () => {
    await dashboard.signIn(page)
    await page.goto(`/t/${sample.tenant.id}/deliveries/${sample.refused.id}`)
    await page.getByRole('button', { name: 'Retry now' }).click()
    await page.getByText('Retry requested').waitFor()
    await page.getByRole('link', { name: /#2.*manual retry/s }).waitFor()
    const path = `${sample.tenant.path}/deliveries/${sample.refused.id}`
    expect((await dashboard.posthorn.api.get(path)).body).toMatchObject({
      status: 'pending',
      attemptCount: 2,
    })
  })

  it('chooses UTC, and still sees local time on hover', async () => {
    await dashboard.signIn(page)
    await page.goto(`/t/${sample.tenant.id}/deliveries/${sample.refused.id}`)
    const title = (text: RegExp) => page.getByText(text).first().getAttribute('title')
    const countdown = /^in \d+ (min|h)/
    const [local, utc] = ['(CES?T|GMT\\+[12])', 'UTC']
    expect(await title(countdown)).toMatch(new RegExp(`${local} · .*${utc}$`))
    await page.getByRole('button', { name: /Local time/ }).click()
    await page.getByRole('menuitemradio', { name: 'UTC' }).click()
    await page.keyboard.press('Escape')
    await page.getByText(/\.\d{3} UTC$/).waitFor()
    expect(await title(/\.\d{3} UTC$/)).toMatch(new RegExp(`${local}$`))
    expect(await title(countdown)).toMatch(new RegExp(`${utc} · .*${local}$`))
  })

  it('is offered no copy of an attempt while it is not known how its endpoint wants the body', async () => {
    await dashboard.signIn(page)
    const endpoint = `**/endpoints/${sample.accepted.endpointId}`
    const at = `/t/${sample.tenant.id}/deliveries/${sample.accepted.id}`
    const button = page.getByRole('button', { name: 'Copy as cURL' })
    await page.route(endpoint, (route) => route.fulfill({ status: 403, json: {} }))
    await page.goto(at)
    await page.getByText(LARGE_NUMBER).waitFor()
    await watched.settled()
    expect(await button.count()).toBe(0)
    await page.unroute(endpoint)

    let reply: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      reply = resolve
    })
    await page.route(endpoint, async (route) => {
      await held
      await route.continue()
    })
    await page.goto(at)
    await page.getByText(LARGE_NUMBER).waitFor()
    await page.getByRole('link', { name: /#1/ }).waitFor()
    expect(await button.count()).toBe(0)
    reply()
    await button.waitFor()
  })

  it('copies an attempt as cURL, which names the secret and does not have it', async () => {
    await dashboard.signIn(page)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(`/t/${sample.tenant.id}/deliveries/${sample.accepted.id}`)
    await page.getByRole('button', { name: 'Copy as cURL' }).click()
    await page.getByText('Before you run it, set WEBHOOK_SECRET.').waitFor()
    const copied = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(copied).toContain(`body='{"id":"${sample.accepted.eventId}","type":`)
    expect(copied).toContain(LARGE_NUMBER)
    expect(copied).not.toMatch(/whsec_[A-Za-z0-9+/]/)
  })

  it('sees numbers to the last digit, and markup as text', async () => {
    await dashboard.signIn(page)
    await page.goto(`/t/${sample.tenant.id}/deliveries/${sample.failing.id}`)
    await page.getByText(LARGE_NUMBER).waitFor()
    await page.getByText('cus_<b>8f2k</b>').waitFor()
    const { body } = await dashboard.posthorn.api.get<{ data: Attempt[] }>(
      `${sample.tenant.path}/deliveries/${sample.failing.id}/attempts`,
    )
    const failed = body.data.find(({ statusCode }) => statusCode === 503)
    await page.goto(`/t/${sample.tenant.id}/deliveries/${sample.failing.id}?attempt=${failed?.id}`)
    await page.getByText('<b>bold</b>').waitFor()
    await page.getByText(MARKUP.slice(0, MARKUP.indexOf(' '))).waitFor()
    expect(await page.title()).toBe('Posthorn')
  })

  it('sees the URL of an endpoint as text', async () => {
    const tenant = await dashboard.posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: 'http://127.0.0.1:9/hooks?a=<b>' })
    const { body } = await dashboard.posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${id}`)
    const shown = page.getByText(body.url?.replace('http://', '') ?? '').first()
    await dashboard.signIn(page)
    for (const path of ['endpoints', `endpoints/${id}`]) {
      await page.goto(`/t/${tenant.id}/${path}`)
      await shown.waitFor()
      expect(await page.locator('b').count()).toBe(0)
    }
  })

  it('signs out, and needs the key again', async () => {
    await signIn(page)
    await page.goto('/operator')
    await page.getByRole('button', { name: /Operator/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in')
    await page.goto('/operator')
    await page.waitForURL('**/sign-in?next=**')
    expect(await page.context().cookies()).toEqual([])
  })
})

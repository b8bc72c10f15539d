import type { InboundRequest, Page, Source } from '@posthorn/contracts'
import type { Page as BrowserPage, Locator } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Tenant } from '../harness/posthorn.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { sendWebhook, stripeWebhook } from '../harness/webhooks.ts'
import { CHROMIUM, signIn, type WatchedPage } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const body = (id: string) => `{"id":"${id}","type":"invoice.paid","data":{"note":"<b>paid</b>"}}`

describe.skipIf(CHROMIUM === undefined)('a person who receives webhooks', () => {
  const dashboard = startedDashboard()
  let tenant: Tenant
  let watched: WatchedPage
  let page: BrowserPage
  /** What became of the request that is shown. A notification may have the same heading. */
  let cause: Locator
  beforeEach(async () => {
    tenant = await dashboard.posthorn.createTenant()
    watched = await dashboard.open()
    page = watched.page
    cause = page.getByRole('region', { name: 'Cause' })
    await dashboard.signIn(page)
  })
  afterEach(() => closeUnharmed(watched))

  const sources = async () =>
    (await dashboard.posthorn.api.get<Page<Source>>(`${tenant.path}/sources`)).body.data
  const rejectedOf = (source: Source) =>
    waitUntil('the rejected request is recorded', async () => {
      const { body: found } = await dashboard.posthorn.api.get<Page<InboundRequest>>(
        `${tenant.path}/sources/${source.id}/requests?outcome=rejected`,
      )
      return found.data[0]
    })

  it('chooses Stripe, enters its secret, and sees a signed request arrive as an event', async () => {
    await page.goto(`/t/${tenant.id}/sources`)
    await page.getByText('No sources yet').waitFor()
    await page.getByRole('link', { name: 'New source' }).first().click()
    await page.getByRole('searchbox', { name: 'Find a provider' }).fill('strip')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'New source of Stripe' }).waitFor()
    await page.getByText('Reveal the signing secret of the destination').waitFor()
    await page.getByLabel('Name', { exact: true }).fill('stripe-live')
    await page.getByLabel('Signing secret').fill(SECRET)
    await page.getByRole('button', { name: 'Create the source' }).click()
    await page.getByRole('heading', { name: 'stripe-live' }).waitFor()
    await page.getByText('No requests yet').waitFor()

    const [source] = await sources()
    if (source === undefined) throw new Error('no source was created')
    await page.getByText(source.ingestUrl).waitFor()
    await sendWebhook(source.ingestUrl, stripeWebhook(SECRET, body('evt_1')))
    await page
      .getByRole('row', { name: /Accepted/ })
      .getByRole('link')
      .click()
    await cause.getByRole('heading', { name: 'Accepted' }).waitFor()
    await page.getByText('<b>paid</b>').waitFor()
    expect(source).toMatchObject({ provider: 'stripe', eventTypePrefix: 'stripe', dedupeBy: 'id' })
  })

  it('is told why a request was rejected, corrects the secret, and reprocesses it', async () => {
    const source = await tenant.source({
      name: 'stripe',
      provider: 'stripe',
      secrets: ['whsec_of_test_mode'],
    })
    await sendWebhook(source.ingestUrl, stripeWebhook(SECRET, body('evt_2')))
    const { id } = await rejectedOf(source)
    await page.goto(`/t/${tenant.id}`)
    await page.getByRole('link', { name: /stripe.*Signature does not match/s }).click()
    await page.waitForURL(`**/sources/${source.id}?outcome=rejected&cause=signature_mismatch&period=24h`)
    await page
      .getByRole('row', { name: /Signature does not match/ })
      .getByRole('link')
      .first()
      .click()
    await page.getByRole('heading', { name: 'Signature does not match' }).waitFor()
    await page.getByText('Copy the signing secret from the provider again').waitFor()
    await page.getByText('Signed bytes').waitFor()
    expect(await page.getByText('v1=').count()).toBe(0)

    await page.getByRole('link', { name: 'Edit the source' }).click()
    await page.getByRole('button', { name: 'Replace the secrets' }).click()
    await page.getByLabel('Signing secret').fill(SECRET)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(`**/requests/${id}`)
    await page.getByText('The source would accept it').waitFor()
    await page.getByRole('button', { name: 'Reprocess' }).click()
    await cause.getByRole('heading', { name: 'Accepted' }).waitFor()
    await page.getByText('It was rejected at first').waitFor()
    const { body: events } = await dashboard.posthorn.api.get<Page<{ type: string }>>(`${tenant.path}/events`)
    expect(events.data).toMatchObject([{ type: 'stripe.invoice.paid' }])
  })

  it('verifies a request that was changed on the way, and is told the mistake', async () => {
    const source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
    const { headers } = stripeWebhook(SECRET, body('evt_3'))
    await page.goto(`/t/${tenant.id}/sources/${source.id}/verify`)
    await page.getByLabel('Headers').fill(`Stripe-Signature: ${headers['stripe-signature']}`)
    await page.getByLabel('Body').fill(`${body('evt_3')}\n`)
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByText('Confirmed: it verifies without this').waitFor()
    await page.getByLabel('Body').fill(body('evt_3'))
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByText('It would become an event of the type stripe.invoice.paid').waitFor()
    await page.getByText('no. 1 matches').waitFor()
    await page.getByLabel(/^Received at/).fill('yesterday')
    await page.getByRole('button', { name: 'Verify' }).click()
    await page
      .getByLabel(/^Received at/)
      .and(page.locator('[aria-invalid="true"]'))
      .waitFor()
    expect(await page.getByText('It would become an event').count()).toBe(0)
  })

  it.each([
    {
      provider: 'twilio',
      label: 'Public URL (optional)',
      wrong: 'not-a-url',
      secret: 'Auth token',
      right: 'https://hooks.example.com/sms',
      config: { publicUrl: 'https://hooks.example.com/sms' },
    },
    {
      provider: 'aws-sns',
      label: 'Topic ARN',
      wrong: 'alerts',
      right: 'arn:aws:sns:eu-central-1:123456789012:alerts',
      config: { topicArn: 'arn:aws:sns:eu-central-1:123456789012:alerts', signatureVersion: '1' },
    },
    {
      provider: 'hmac',
      label: 'Header with the signature',
      wrong: 'two words',
      secret: 'Secret',
      right: 'X-Signature',
      config: { header: 'X-Signature', algorithm: 'sha512' },
      choose: { label: /^Hash function/, option: 'sha512' },
    },
  ])('fills in the config of $provider, and is told at its field what is wrong', async (given) => {
    const { provider, label, wrong, right, secret, config, choose } = given
    await page.goto(`/t/${tenant.id}/sources/new?provider=${provider}`)
    if (secret !== undefined)
      await page.getByLabel(secret, { exact: true }).fill('0123456789abcdef0123456789abcdef')
    if (choose !== undefined) await page.getByLabel(choose.label).selectOption(choose.option)
    const field = page.getByLabel(label, { exact: true })
    await field.fill(wrong)
    await page.getByRole('button', { name: 'Create the source' }).click()
    await field.and(page.locator('[aria-invalid="true"]:focus')).waitFor()
    expect(await sources()).toEqual([])
    await field.fill(right)
    await page.getByRole('button', { name: 'Create the source' }).click()
    await page.getByText('No requests yet').waitFor()
    expect(await sources()).toMatchObject([{ provider, config }])
  })

  it('changes limits, rotates a secret, disables and deletes a source', async () => {
    const source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
    await page.goto(`/t/${tenant.id}/sources/${source.id}`)
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByRole('button', { name: 'Replace the secrets' }).click()
    await page.getByLabel('Signing secret', { exact: true }).fill('whsec_new')
    await page.getByRole('button', { name: 'Add a secret' }).click()
    await page.getByLabel('Signing secret, 2').fill(SECRET)
    await page.getByRole('button', { name: 'Limits, time and duplicates' }).click()
    await page.getByRole('button', { name: 'Only from Stripe' }).click()
    await page.getByLabel('Requests a second').fill('none')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByLabel('Requests a second').and(page.locator('[aria-invalid="true"]')).waitFor()
    await page.getByLabel('Requests a second').fill('50')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Source saved').waitFor()
    expect(await sources()).toMatchObject([
      { allowCidrs: ['stripe'], rateLimitPerSecond: 50, toleranceSeconds: 300 },
    ])

    await page.getByRole('button', { name: 'Disable' }).click()
    await page.getByRole('button', { name: 'Enable' }).waitFor()
    expect(await sources()).toMatchObject([{ enabled: false }])
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Delete the source' }).click()
    await page.getByText('No sources yet').waitFor()
    expect(await sources()).toEqual([])
  })

  it('has every filter of the requests in the URL', async () => {
    const source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
    await sendWebhook(source.ingestUrl, stripeWebhook(SECRET, body('evt_4')))
    await sendWebhook(source.ingestUrl, { body: body('evt_4'), headers: {} })
    await rejectedOf(source)
    await page.goto(`/t/${tenant.id}/sources`)
    await page.getByRole('link', { name: '50 % of the last 2 requests of stripe were rejected' }).click()
    await page.waitForURL(`**/sources/${source.id}?outcome=rejected`)
    await page.getByRole('link', { name: 'Signature missing' }).waitFor()
    expect(await page.getByRole('row').count()).toBe(2)
    await page.getByRole('button', { name: /^Cause/ }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Signature does not match' }).click()
    await page.waitForURL('**?outcome=rejected&cause=signature_mismatch')
    await page.getByText('No request matches').waitFor()
    await page.getByRole('button', { name: 'Clear the filters' }).click()
    await page.getByText('Accepted').waitFor()
  })

  it('sees a request and nothing to change with a key that reads', async () => {
    const source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
    await sendWebhook(source.ingestUrl, stripeWebhook('whsec_wrong', body('evt_5')))
    const { id } = await rejectedOf(source)
    const { body: key } = await dashboard.posthorn.api.post<{ key: string }>(`${tenant.path}/keys`, {
      role: 'read',
    })
    await page.context().clearCookies()
    await signIn(page, key.key)
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    expect(await page.getByRole('link', { name: 'Sources' }).count()).toBe(0)
    await page.goto(`/t/${tenant.id}/requests/${id}`)
    await page.getByRole('heading', { name: 'Signature does not match' }).waitFor()
    await page.getByText('<b>paid</b>').waitFor()
    expect(await page.getByRole('button', { name: /Reprocess/ }).count()).toBe(0)
    expect(await page.getByRole('link', { name: /Edit/ }).count()).toBe(0)
    await page.getByRole('link', { name: 'Requests of the source' }).click()
    await page.getByRole('link', { name: 'Signature does not match' }).waitFor()
    await page.goto(`/t/${tenant.id}/sources`)
    await page.getByText('For the role manage').waitFor()
  })
})

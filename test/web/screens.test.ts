import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../harness/posthorn.ts'
import { seriousViolations } from './harness/accessibility.ts'
import { CHROMIUM, launchBrowser, openPage, SCREENSHOTS, signIn } from './harness/browser.ts'
import { addHistory } from './harness/history.ts'
import { createManagedData } from './harness/managed-data.ts'
import { createSampleData, type SampleData } from './harness/sample-data.ts'
import { createSampleJobs, type SampleJobs } from './harness/sample-jobs.ts'

const THEMES = ['light', 'dark'] as const
const SIZES = { desktop: { width: 1_360, height: 900 }, phone: { width: 380, height: 800 } }

/** A page: where it is, and what says that it is complete. */
interface Screen {
  name: string
  path: (sample: SampleData & SampleJobs) => string
  shows: string
}

const SCREENS: Screen[] = [
  { name: 'operator', path: () => '/operator', shows: 'Workers and queue' },
  { name: 'operator-health', path: () => '/operator/health', shows: 'Worker connected' },
  { name: 'operator-audit', path: () => '/operator/audit', shows: 'Endpoint created' },
  { name: 'operator-sessions', path: () => '/operator/sessions', shows: 'this one' },
  { name: 'settings', path: ({ tenant }) => `/t/${tenant.id}/settings`, shows: 'Metadata' },
  { name: 'settings-keys', path: ({ tenant }) => `/t/${tenant.id}/settings/keys`, shows: 'the shop' },
  {
    name: 'settings-portal-links',
    path: ({ tenant }) => `/t/${tenant.id}/settings/portal-links`,
    shows: 'Ada Lovelace',
  },
  { name: 'settings-audit', path: ({ tenant }) => `/t/${tenant.id}/settings/audit`, shows: 'Key created' },
  { name: 'event-types', path: ({ tenant }) => `/t/${tenant.id}/event-types`, shows: 'order.completed' },
  {
    name: 'event-type',
    path: ({ tenant }) => `/t/${tenant.id}/event-types/order.completed`,
    shows: 'orderId',
  },
  { name: 'first-steps', path: ({ tenant }) => `/t/${tenant.id}/first-steps`, shows: 'Publish an event' },
  { name: 'overview', path: ({ tenant }) => `/t/${tenant.id}`, shows: 'Connection refused' },
  { name: 'deliveries', path: ({ tenant }) => `/t/${tenant.id}/deliveries`, shows: 'invoice.finalized' },
  {
    name: 'deliveries-filtered',
    path: ({ tenant }) => `/t/${tenant.id}/deliveries?status=pending&statusCode=5xx&period=24h`,
    shows: 'Retrying',
  },
  {
    name: 'deliveries-none',
    path: ({ tenant }) => `/t/${tenant.id}/deliveries?status=cancelled`,
    shows: 'No delivery matches',
  },
  { name: 'endpoints', path: ({ tenant }) => `/t/${tenant.id}/endpoints`, shows: 'webhooks/orders' },
  {
    name: 'endpoints-none',
    path: ({ tenant }) => `/t/${tenant.id}/endpoints?status=disabled`,
    shows: 'No endpoint matches',
  },
  { name: 'endpoint-new', path: ({ tenant }) => `/t/${tenant.id}/endpoints/new`, shows: 'Metadata' },
  {
    name: 'endpoint-working',
    path: ({ tenant, accepted }) => `/t/${tenant.id}/endpoints/${accepted.endpointId}`,
    shows: 'Delivered',
  },
  {
    name: 'endpoint-failing',
    path: ({ tenant, failing }) => `/t/${tenant.id}/endpoints/${failing.endpointId}`,
    shows: 'Service unavailable',
  },
  {
    name: 'endpoint-settings',
    path: ({ tenant, refused }) => `/t/${tenant.id}/endpoints/${refused.endpointId}?tab=settings`,
    shows: 'Metadata',
  },
  {
    name: 'endpoint-verify',
    path: ({ tenant, accepted }) => `/t/${tenant.id}/endpoints/${accepted.endpointId}?tab=verify`,
    shows: 'receiver.mjs',
  },
  {
    name: 'delivery-refused',
    path: ({ tenant, refused }) => `/t/${tenant.id}/deliveries/${refused.id}`,
    shows: 'customer',
  },
  {
    name: 'delivery-failing',
    path: ({ tenant, failing }) => `/t/${tenant.id}/deliveries/${failing.id}`,
    shows: 'customer',
  },
  {
    name: 'delivery-accepted',
    path: ({ tenant, accepted }) => `/t/${tenant.id}/deliveries/${accepted.id}`,
    shows: 'customer',
  },
  {
    name: 'delivery-unknown',
    path: ({ tenant }) => `/t/${tenant.id}/deliveries/dlv_01h455vb4pex5vsknk084sn02q`,
    shows: 'delivery',
  },
  { name: 'events', path: ({ tenant }) => `/t/${tenant.id}/events`, shows: 'invoice.finalized' },
  {
    name: 'events-none',
    path: ({ tenant }) => `/t/${tenant.id}/events?externalId=order-1001&internal=true`,
    shows: 'No event matches',
  },
  {
    name: 'event',
    path: ({ tenant, failing }) => `/t/${tenant.id}/events/${failing.eventId}`,
    shows: 'Event type not subscribed',
  },
  {
    name: 'event-search',
    path: ({ tenant, searchId }) =>
      `/t/${tenant.id}/events/search?filter={"total.amount":{"$gte":100}}&types=order.*&job=${searchId}`,
    shows: 'order.created',
  },
  { name: 'jobs', path: ({ tenant }) => `/t/${tenant.id}/jobs`, shows: 'Search events' },
  {
    name: 'job-retry',
    path: ({ tenant, retryId }) => `/t/${tenant.id}/jobs/${retryId}`,
    shows: 'Show what matches now',
  },
  {
    name: 'job-search',
    path: ({ tenant, searchId }) => `/t/${tenant.id}/jobs/${searchId}`,
    shows: 'order.created',
  },
  { name: 'sources', path: ({ tenant }) => `/t/${tenant.id}/sources`, shows: 'stripe-live' },
  { name: 'source-choose', path: ({ tenant }) => `/t/${tenant.id}/sources/new`, shows: 'Standard Webhooks' },
  {
    name: 'source-new',
    path: ({ tenant }) => `/t/${tenant.id}/sources/new?provider=hmac`,
    shows: 'Header with the signature',
  },
  {
    name: 'source',
    path: ({ tenant, sources }) => `/t/${tenant.id}/sources/${sources.source.id}`,
    shows: 'Signature does not match',
  },
  {
    name: 'source-none',
    path: ({ tenant, sources }) => `/t/${tenant.id}/sources/${sources.source.id}?cause=loop_detected`,
    shows: 'No request matches',
  },
  {
    name: 'source-edit',
    path: ({ tenant, sources }) => `/t/${tenant.id}/sources/${sources.source.id}/edit`,
    shows: 'Replace the secrets',
  },
  {
    name: 'source-verify',
    path: ({ tenant, sources }) =>
      `/t/${tenant.id}/sources/${sources.source.id}/verify?request=${sources.rejectedRequest.id}`,
    shows: 'Would it be accepted?',
  },
  {
    name: 'request-rejected',
    path: ({ tenant, sources }) => `/t/${tenant.id}/requests/${sources.rejectedRequest.id}`,
    shows: 'Keys tried',
  },
  {
    name: 'request-unsigned',
    path: ({ tenant, sources }) => `/t/${tenant.id}/requests/${sources.unsignedRequest.id}`,
    shows: 'Signature missing',
  },
  {
    name: 'request-accepted',
    path: ({ tenant, sources }) => `/t/${tenant.id}/requests/${sources.acceptedRequest.id}`,
    shows: 'invoice.paid',
  },
]

/** A dialog: where it is, and the button that opens it, or a menu with its item. */
const DIALOGS: (Screen & { button: string | RegExp; item?: string })[] = [
  {
    name: 'dialog-endpoint-test',
    path: ({ tenant, accepted }) => `/t/${tenant.id}/endpoints/${accepted.endpointId}`,
    button: 'Send a test',
    shows: 'Send a test event',
  },
  {
    name: 'dialog-endpoint-rotate',
    path: ({ tenant, accepted }) => `/t/${tenant.id}/endpoints/${accepted.endpointId}`,
    button: 'More actions',
    item: 'Rotate the secret…',
    shows: 'The present secret keeps signing',
  },
  {
    name: 'dialog-endpoint-recover',
    path: ({ tenant, accepted }) => `/t/${tenant.id}/endpoints/${accepted.endpointId}`,
    button: 'More actions',
    item: 'Recover…',
    shows: 'Also cancelled deliveries',
  },
  {
    name: 'dialog-replay',
    path: ({ tenant, failing }) => `/t/${tenant.id}/events/${failing.eventId}`,
    button: 'Replay',
    shows: 'Replay to all subscribed',
  },
  {
    name: 'dialog-bulk',
    path: ({ tenant }) => `/t/${tenant.id}/deliveries?statusCode=5xx`,
    button: 'Retry all matches',
    shows: 'deliveries match',
  },
  {
    name: 'dialog-key',
    path: ({ tenant }) => `/t/${tenant.id}/settings/keys`,
    button: 'Create a key',
    shows: 'Requests per second',
  },
  {
    name: 'dialog-portal-link',
    path: ({ tenant }) => `/t/${tenant.id}/settings/portal-links`,
    button: 'Create a link',
    shows: 'Main colour',
  },
  {
    name: 'dialog-tenant',
    path: ({ tenant }) => `/t/${tenant.id}/settings`,
    button: 'Edit',
    shows: 'Days to keep payloads',
  },
  {
    name: 'dialog-delete-tenant',
    path: ({ tenant }) => `/t/${tenant.id}/settings`,
    button: 'Delete the tenant',
    shows: 'to confirm',
  },
]

describe.skipIf(CHROMIUM === undefined)('each page, in both themes, on a desktop and a phone,', () => {
  let posthorn: Posthorn
  let browser: Browser
  let sample: SampleData & SampleJobs
  beforeAll(async () => {
    ;[posthorn, browser] = await Promise.all([startPosthorn(), launchBrowser()])
    const data = await createSampleData(posthorn)
    sample = { ...data, ...(await createSampleJobs(posthorn, data)) }
    await createManagedData(posthorn.api, sample.tenant.path)
    await addHistory(posthorn.database, sample.tenant.id, sample.accepted.endpointId)
  })
  afterAll(async () => {
    await browser?.close()
    await sample?.close()
    await posthorn?.stop()
  })

  const cases = THEMES.flatMap((theme) =>
    Object.entries(SIZES).map(([size, viewport]) => ({ theme, size, viewport })),
  )

  it.each(cases)('can be used by everyone: $theme, $size', async ({ theme, size, viewport }) => {
    const watched = await openPage(browser, posthorn.service('api').url, { viewport, colorScheme: theme })
    const { page } = watched
    const shoot = async (name: string) => {
      // In a window as tall as the page: editors draw only what is in view.
      const height = await page.evaluate<number>('document.documentElement.scrollHeight')
      await page.setViewportSize({ ...viewport, height: Math.max(height, viewport.height) })
      await watched.settled()
      await page.screenshot({ path: path.join(SCREENSHOTS, `${name}-${size}-${theme}.png`) })
      await page.setViewportSize(viewport)
    }
    const findings: Record<string, string[]> = {}
    const look = async (name: string) => {
      await shoot(name)
      const violations = await seriousViolations(page)
      const overflow = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      if (overflow > 0) violations.push(`it is ${overflow} px wider than the window`)
      if (violations.length > 0) findings[name] = violations
    }

    await page.goto('/sign-in')
    await page.getByLabel('Key').waitFor()
    await look('sign-in')
    await signIn(page)
    for (const { name, path: at, shows } of SCREENS) {
      await page.goto(at(sample))
      await page.getByText(shows).first().waitFor()
      await watched.settled()
      await look(name)
    }
    await page.goto(`/t/${sample.tenant.id}/deliveries`)
    await page.getByText('invoice.finalized').first().waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Id or page' }).fill(sample.failing.id)
    await page.getByRole('option', { name: sample.failing.id }).waitFor()
    await look('palette')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await look('shortcuts')

    for (const { name, path: at, button, item, shows } of DIALOGS) {
      await page.goto(at(sample))
      await page.getByRole('button', { name: button }).first().click()
      if (item !== undefined) await page.getByRole('menuitem', { name: item }).click()
      await page.getByText(shows).first().waitFor()
      await look(name)
    }

    expect(findings).toEqual({})
    expect(watched.errors).toEqual([])
    expect(watched.foreignRequests).toEqual([])
    await watched.close()
  })
})

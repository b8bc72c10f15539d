import type { WatchedPage } from './browser.ts'
import { SIZES } from './looks.ts'
import type { Sample } from './sample.ts'
import type { Screen } from './screens.ts'

/** A dialog or a menu: the page that has it, what is done to open it, in order, and a text in it. */
export interface Dialog extends Screen {
  opens: Step[]
  /** Where it is only there in some sizes. */
  sizes?: (keyof typeof SIZES)[]
}

/** What is open. */
export const POPUP = '[role="dialog"], [role="menu"]'

/** A press of a key, or a click on what has a role and a name. */
type Step = { key: string } | { role: 'button' | 'menuitem' | 'row'; name: string | RegExp }

const button = (name: string | RegExp): Step => ({ role: 'button', name })
const item = (name: string): Step => ({ role: 'menuitem', name })

const overview = ({ tenant }: Sample) => `/t/${tenant.id}`
const deliveries = ({ tenant }: Sample) => `/t/${tenant.id}/deliveries`
const endpoint = ({ tenant, accepted }: Sample) => `/t/${tenant.id}/endpoints/${accepted.endpointId}`
const event = ({ tenant, failing }: Sample) => `/t/${tenant.id}/events/${failing.eventId}`
const settings =
  (tab = '') =>
  ({ tenant }: Sample) =>
    `/t/${tenant.id}/settings${tab}`
const MORE = button('More actions')

/** Every dialog, and one of each kind of menus. Those that create something are the last. */
export const DIALOGS: Dialog[] = [
  { name: 'shortcuts', path: overview, opens: [{ key: '?' }], shows: 'Show this sheet' },
  { name: 'palette', path: overview, opens: [{ key: 'Control+k' }], shows: 'Event types' },
  {
    name: 'menu-preferences',
    path: overview,
    opens: [button(/Operator/)],
    shows: 'As the system',
    sizes: ['desktop'],
  },
  {
    name: 'menu-tenants',
    path: overview,
    opens: [button(/^Tenant:/)],
    shows: 'All tenants',
    sizes: ['desktop'],
  },
  {
    name: 'navigation',
    path: overview,
    opens: [button('Open the navigation')],
    shows: 'Event types',
    sizes: ['phone'],
  },
  { name: 'filter-choices', path: deliveries, opens: [button('Status')], shows: 'Succeeded' },
  { name: 'filter-text', path: deliveries, opens: [button('Event type')], shows: 'Apply' },
  { name: 'filter-time', path: deliveries, opens: [button('Created')], shows: 'Any time' },
  {
    name: 'dialog-endpoint-test',
    path: endpoint,
    opens: [button('Send a test')],
    shows: 'Send a test event',
  },
  {
    name: 'dialog-endpoint-rotate',
    path: endpoint,
    opens: [MORE, item('Rotate the secret…')],
    shows: 'The present secret keeps signing',
  },
  {
    name: 'dialog-endpoint-recover',
    path: endpoint,
    opens: [MORE, item('Recover…')],
    shows: 'Also cancelled deliveries',
  },
  {
    name: 'dialog-endpoint-delete',
    path: endpoint,
    opens: [MORE, item('Delete…')],
    shows: 'Delete the endpoint',
  },
  { name: 'dialog-replay', path: event, opens: [button('Replay')], shows: 'Replay to all subscribed' },
  { name: 'dialog-remove', path: event, opens: [button('Remove content')], shows: 'Remove the content' },
  {
    name: 'dialog-bulk-retry',
    path: ({ tenant }) => `/t/${tenant.id}/deliveries?statusCode=5xx`,
    opens: [button('Retry all matches')],
    shows: 'deliveries match',
  },
  {
    name: 'dialog-bulk-cancel',
    path: ({ tenant }) => `/t/${tenant.id}/deliveries?status=pending`,
    opens: [button('Cancel all matches')],
    shows: 'deliveries match',
  },
  {
    name: 'dialog-delivery-cancel',
    path: ({ tenant, refused }) => `/t/${tenant.id}/deliveries/${refused.id}`,
    opens: [button('Cancel')],
    shows: 'Cancel the delivery',
  },
  {
    name: 'dialog-job-cancel',
    path: ({ waiting }) => `/t/${waiting.tenantId}/jobs/${waiting.jobId}`,
    opens: [button('Cancel')],
    shows: 'Cancel this job?',
  },
  {
    name: 'dialog-source-delete',
    path: ({ tenant, sources }) => `/t/${tenant.id}/sources/${sources.source.id}`,
    opens: [button('Delete')],
    shows: 'Delete the source',
  },
  {
    name: 'dialog-event-type-delete',
    path: ({ tenant }) => `/t/${tenant.id}/event-types/order.completed`,
    opens: [button('Delete')],
    shows: 'Delete the event type',
  },
  {
    name: 'dialog-audit-entry',
    path: settings('/audit'),
    opens: [{ role: 'row', name: /Key created/ }],
    shows: 'Actor',
  },
  {
    name: 'dialog-session',
    path: settings('/sessions'),
    opens: [button(/^End the/)],
    shows: 'End the session',
  },
  {
    name: 'dialog-key-delete',
    path: settings('/keys'),
    opens: [button('Delete the shop')],
    shows: 'Delete the key',
  },
  {
    name: 'dialog-portal-link-revoke',
    path: settings('/portal-links'),
    opens: [button(/^Revoke plk_/)],
    shows: 'Revoke the link',
  },
  { name: 'dialog-tenant', path: settings(), opens: [button('Edit')], shows: 'Days to keep payloads' },
  {
    name: 'dialog-tenant-create',
    path: () => '/operator',
    opens: [button('Create a tenant')],
    shows: 'Days to keep payloads',
  },
  {
    name: 'dialog-tenant-delete',
    path: settings(),
    opens: [button('Delete the tenant')],
    shows: 'to confirm',
  },
  {
    name: 'dialog-key',
    path: settings('/keys'),
    opens: [button('Create a key')],
    shows: 'Requests per second',
  },
  {
    name: 'dialog-portal-link',
    path: settings('/portal-links'),
    opens: [button('Create a link')],
    shows: 'Main colour',
  },
  {
    name: 'dialog-endpoint-rotated',
    path: endpoint,
    opens: [MORE, item('Rotate the secret…'), button('Rotate')],
    shows: 'I have copied it',
  },
  {
    name: 'dialog-key-created',
    path: settings('/keys'),
    opens: [button('Create a key'), button('Create')],
    shows: 'Copy the key now.',
  },
  {
    name: 'dialog-portal-link-created',
    path: settings('/portal-links'),
    opens: [button('Create a link'), button('Create')],
    shows: 'Link created',
  },
]

/** Opens a dialog on its page, which is loaded. */
export async function openDialog(
  watched: WatchedPage,
  { opens, shows, sizes = ['desktop'] }: Dialog,
): Promise<void> {
  const { page } = watched
  if (sizes[0] !== undefined) await page.setViewportSize(SIZES[sizes[0]])
  await watched.settled()
  for (const step of opens) {
    if ('key' in step) await page.keyboard.press(step.key)
    else {
      const exact = typeof step.name === 'string'
      await page.getByRole(step.role, { name: step.name, exact }).first().click()
    }
  }
  await page.locator(POPUP).getByText(shows).first().waitFor()
  await watched.settled()
}

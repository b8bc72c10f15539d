import type { Sample } from './sample.ts'

/** A page: where it is, and what says that it is complete. */
export interface Screen {
  name: string
  path: (sample: Sample) => string
  shows: string
}

/** Every page, in each of its states. */
export const SCREENS: Screen[] = [
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
  {
    name: 'event-type-new',
    path: ({ tenant }) => `/t/${tenant.id}/create-event-type`,
    shows: 'Schema of its data',
  },
  {
    name: 'settings-sessions',
    path: ({ tenant }) => `/t/${tenant.id}/settings/sessions`,
    shows: 'this one',
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
    path: ({ tenant }) => `/t/${tenant.id}/deliveries?status=cancelled&eventType=order.none`,
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
  {
    name: 'delivery-removed',
    path: ({ tenant, removed }) => `/t/${tenant.id}/deliveries/${removed.id}`,
    shows: 'This payload was removed',
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

/** Pages of a portal: the link of the navigation, and what says that the page is complete. */
export const PORTAL_SCREENS = [
  { name: 'portal-overview', link: 'Overview', shows: 'Connection refused' },
  { name: 'portal-deliveries', link: 'Deliveries', shows: 'invoice.finalized' },
]

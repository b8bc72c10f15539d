/** The sections of the API, in the order of the reference. Every route has one. */
export const TAGS = [
  {
    name: 'Tenants',
    description: 'Owners of sources, endpoints and events. Tenants are isolated from each other.',
  },
  {
    name: 'Keys',
    description: 'API keys: each belongs to a tenant and has a role, `manage`, `publish` or `read`.',
  },
  { name: 'Sessions', description: 'Browsers that have signed in.' },
  { name: 'Portal', description: 'Links that open the dashboard of one tenant, for its users.' },
  {
    name: 'Event types',
    description:
      'The catalogue, shared by all tenants. Data that violates the schema of its type is refused.',
  },
  {
    name: 'Endpoints',
    description: 'Receivers of events: URL, subscription, secrets, policy.',
  },
  {
    name: 'Relays',
    description: 'Endpoints whose deliveries a listener fetches, behind NAT or on a laptop.',
  },
  { name: 'Events', description: 'Publishing and reading events, one by one or in batches.' },
  {
    name: 'Deliveries',
    description: 'One event for one endpoint, and its attempts.',
  },
  { name: 'Sources', description: 'Providers of inbound webhooks, with their secrets and ingest URLs.' },
  { name: 'Jobs', description: 'Long-running work, with its progress.' },
  { name: 'Live updates', description: 'What just happened, as server-sent events.' },
  { name: 'Search', description: 'Finding objects by any of their names.' },
  { name: 'Statistics', description: 'Counts and latencies over a window of time.' },
  { name: 'Audit log', description: 'Who changed what and when, except publishing.' },
  { name: 'Operation', description: 'What waits and why, and the shards of the queue. For the admin key.' },
  { name: 'Service', description: 'Health, metrics and the OpenAPI document.' },
  { name: 'Inbound webhooks', description: 'Requests from providers to the ingest service.' },
  { name: 'Outbound webhooks', description: 'Requests from Posthorn to endpoints.' },
] as const

/** The parts of the API, in the order in which the reference shows them. Every route belongs to one. */
export const TAGS = [
  { name: 'Tenants', description: 'Whoever owns sources, endpoints and events. Nothing crosses tenants.' },
  {
    name: 'Keys',
    description: 'What callers show: each belongs to a tenant and has a role, `manage`, `publish` or `read`.',
  },
  {
    name: 'Event types',
    description: 'The catalogue, the same for all tenants. With a schema, data that breaks it is refused.',
  },
  {
    name: 'Endpoints',
    description: 'Where a tenant wants events delivered: URL, subscription, secrets, policy.',
  },
  { name: 'Events', description: 'Publishing and reading events, one by one or in batches.' },
  {
    name: 'Deliveries',
    description: 'One event on its way to one endpoint, and the attempts that were made.',
  },
  { name: 'Sources', description: "Where a tenant's inbound webhooks come from, one provider each." },
  { name: 'Jobs', description: 'Work that takes longer than a request, with its progress.' },
  { name: 'Statistics', description: 'Counts and latencies over a window of time.' },
  { name: 'Audit log', description: 'Who changed what, and when. Publishing is not in it.' },
  { name: 'Service', description: 'How the service itself is doing, and this description.' },
  { name: 'Inbound webhooks', description: 'What providers call, on the ingest service.' },
  { name: 'Outbound webhooks', description: 'What an endpoint receives.' },
] as const

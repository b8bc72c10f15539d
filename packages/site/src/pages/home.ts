/** What VitePress shows as the home page. */
const HOME = {
  layout: 'home',
  hero: {
    name: 'Posthorn',
    text: 'Self-hosted webhooks',
    tagline: 'Receive from providers, send to endpoints, lose nothing.',
    image: { src: '/icon.svg', alt: 'A post horn' },
    actions: [
      { theme: 'brand', text: 'Get started', link: '/getting-started' },
      { theme: 'alt', text: 'API reference', link: '/reference/' },
    ],
  },
  features: [
    {
      title: 'A 2xx means stored',
      details:
        'Event and deliveries are committed before the reply. Accepted events are delivered at least once, whatever process dies.',
      link: '/reliability',
    },
    {
      title: 'Bytes are preserved',
      details: 'Data is stored and sent as it was written. A 20-digit number arrives with 20 digits.',
      link: '/bodies',
    },
    {
      title: 'Every provider, one path',
      details:
        'Stripe, GitHub, Shopify and many others are verified, deduplicated and delivered like your own events.',
      link: '/providers',
    },
    {
      title: 'Signed with a standard',
      details: 'Receivers verify with Standard Webhooks, in thirteen frameworks.',
      link: '/verifying',
    },
    {
      title: 'Fair to every tenant',
      details: 'One slow endpoint or a large backlog cannot slow down the others.',
      link: '/delivery#fairness-between-tenants',
    },
    {
      title: 'Made to be operated',
      details: 'Health, metrics, alerts, traces and an audit log. PostgreSQL is the only thing it needs.',
      link: '/operating',
    },
  ],
}

const DASHBOARD =
  'The overview of a tenant in the dashboard: figures of the last day, endpoints that fail now with the cause, sources that reject requests, and charts'

/** The home page. Its front matter is JSON, which is YAML, too. */
export function homePage(): string {
  return `---\n${JSON.stringify(HOME, null, 2)}\n---\n\n![${DASHBOARD}](/overview.png)\n`
}

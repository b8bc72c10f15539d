import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const event = (type: string, data: SampleData, { now, id }: SampleContext): SampleData => ({
  data,
  event_attributes: { http_request: { client_ip: '192.0.2.1', user_agent: 'Mozilla/5.0' } },
  instance_id: id('ins_', 27),
  object: 'event',
  timestamp: now.getTime(),
  type,
})

const user = ({ id, now }: SampleContext): SampleData => {
  const address = id('idn_', 27)
  return {
    id: id('user_', 27),
    object: 'user',
    first_name: 'Ada',
    last_name: 'Example',
    username: null,
    primary_email_address_id: address,
    email_addresses: [
      {
        id: address,
        object: 'email_address',
        email_address: 'ada@example.com',
        verification: { status: 'verified' },
      },
    ],
    external_id: null,
    public_metadata: {},
    created_at: now.getTime(),
    updated_at: now.getTime(),
  }
}

export const clerk: ProviderSamples = {
  types: {
    'user.created': (s) => event('user.created', user(s), s),
    'user.updated': (s) => event('user.updated', user(s), s),
    'user.deleted': (s) => event('user.deleted', { id: s.id('user_', 27), object: 'user', deleted: true }, s),
    'organization.created': (s) =>
      event(
        'organization.created',
        {
          id: s.id('org_', 27),
          object: 'organization',
          name: 'Example',
          slug: 'example',
          created_by: s.id('user_', 27),
          created_at: s.now.getTime(),
        },
        s,
      ),
    'session.created': (s) =>
      event(
        'session.created',
        {
          id: s.id('sess_', 27),
          object: 'session',
          user_id: s.id('user_', 27),
          client_id: s.id('client_', 27),
          status: 'active',
          created_at: s.now.getTime(),
        },
        s,
      ),
  },
}

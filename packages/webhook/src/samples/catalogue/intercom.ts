import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const event = (topic: string, item: SampleData, { id, uuid, seconds }: SampleContext): SampleData => ({
  type: 'notification_event',
  app_id: id('', 8),
  data: { type: 'notification_event_data', item },
  id: `notif_${uuid()}`,
  topic,
  delivery_attempts: 1,
  first_sent_at: seconds,
  created_at: seconds,
})

const contact = ({ id, seconds }: SampleContext): SampleData => ({
  type: 'contact',
  id: id('', 24),
  role: 'user',
  email: 'ada@example.com',
  name: 'Ada Example',
  created_at: seconds,
})

const conversation = (s: SampleContext): SampleData => ({
  type: 'conversation',
  id: String(s.number(9)),
  created_at: s.seconds,
  updated_at: s.seconds,
  state: 'open',
  open: true,
  source: { type: 'conversation', body: '<p>Where is order A-1001?</p>', author: contact(s) },
})

export const intercom: ProviderSamples = {
  types: {
    'conversation.user.created': (s) => event('conversation.user.created', conversation(s), s),
    'conversation.admin.replied': (s) => event('conversation.admin.replied', conversation(s), s),
    'contact.user.created': (s) => event('contact.user.created', contact(s), s),
  },
  renew: (data, { uuid }) => ({ ...data, id: `notif_${uuid()}` }),
}

import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const event = (type: string, more: SampleData, { uuid, time }: SampleContext): SampleData => ({
  type,
  created_at: time,
  data: {
    email_id: uuid(),
    created_at: time,
    from: 'Shop <orders@example.com>',
    to: ['customer@example.com'],
    subject: 'Your order A-1001',
    tags: { order_id: 'A-1001' },
    ...more,
  },
})

export const resend: ProviderSamples = {
  types: {
    'email.delivered': (s) => event('email.delivered', {}, s),
    'email.sent': (s) => event('email.sent', {}, s),
    'email.bounced': (s) =>
      event(
        'email.bounced',
        { bounce: { type: 'Permanent', subType: 'General', message: 'The address does not exist.' } },
        s,
      ),
    'email.opened': (s) => event('email.opened', { open: { ipAddress: '192.0.2.1', timestamp: s.time } }, s),
  },
}

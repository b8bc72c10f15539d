import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const event = (type: string, data: SampleData, { time }: SampleContext): SampleData => ({
  type,
  timestamp: time,
  data,
})

/** The payload that the specification recommends; also of senders with Svix. */
export const standardWebhooks: ProviderSamples = {
  types: {
    'order.completed': (s) =>
      event(
        'order.completed',
        { id: s.id('order_', 20), amount: 2_000, currency: 'EUR', customer: 'Ada Example' },
        s,
      ),
    'user.created': (s) =>
      event('user.created', { id: s.id('user_', 20), email: 'ada@example.com', name: 'Ada Example' }, s),
    'invoice.paid': (s) =>
      event('invoice.paid', { id: s.id('inv_', 20), number: '2026-0001', total: 2_380, currency: 'EUR' }, s),
  },
}

import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const event = (type: string, kind: string, object: SampleData, s: SampleContext): SampleData => ({
  merchant_id: 'ML0EXAMPLE01',
  type,
  event_id: s.uuid(),
  created_at: s.time,
  data: { type: kind, id: String(object['id']), object: { [kind]: object } },
})

const payment = (status: string, s: SampleContext): SampleData => ({
  id: s.id('', 27),
  amount_money: { amount: 2_000, currency: 'EUR' },
  total_money: { amount: 2_000, currency: 'EUR' },
  status,
  source_type: 'CARD',
  location_id: 'L0EXAMPLE01',
  order_id: s.id('', 27),
  reference_id: 'A-1001',
  created_at: s.time,
  updated_at: s.time,
  version: 1,
})

export const square: ProviderSamples = {
  types: {
    'payment.created': (s) => event('payment.created', 'payment', payment('APPROVED', s), s),
    'payment.updated': (s) => event('payment.updated', 'payment', payment('COMPLETED', s), s),
    'refund.created': (s) =>
      event(
        'refund.created',
        'refund',
        {
          id: s.id('', 40),
          amount_money: { amount: 2_000, currency: 'EUR' },
          payment_id: s.id('', 27),
          reason: 'Returned',
          status: 'PENDING',
          created_at: s.time,
        },
        s,
      ),
    'customer.created': (s) =>
      event(
        'customer.created',
        'customer',
        {
          id: s.id('', 26),
          given_name: 'Ada',
          family_name: 'Example',
          email_address: 'customer@example.com',
        },
        s,
      ),
  },
  renew: (data, { uuid }) => ({ ...data, event_id: uuid() }),
}

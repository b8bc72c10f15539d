import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const LETTERS = 26

/** `evt_01…`: a ULID in lower case. */
const paddleId = (prefix: string, { id }: SampleContext) => id(`${prefix}_01`, LETTERS - 2).toLowerCase()

const event = (type: string, data: SampleData, s: SampleContext): SampleData => ({
  event_id: paddleId('evt', s),
  event_type: type,
  occurred_at: s.time,
  notification_id: paddleId('ntf', s),
  data,
})

const transaction = (status: string, s: SampleContext): SampleData => ({
  id: paddleId('txn', s),
  status,
  customer_id: paddleId('ctm', s),
  subscription_id: paddleId('sub', s),
  currency_code: 'EUR',
  origin: 'web',
  custom_data: { order_id: 'A-1001' },
  items: [
    { price: { id: paddleId('pri', s), unit_price: { amount: '2000', currency_code: 'EUR' } }, quantity: 1 },
  ],
  details: {
    totals: { subtotal: '2000', tax: '380', total: '2380', grand_total: '2380', currency_code: 'EUR' },
  },
  created_at: s.time,
  updated_at: s.time,
  billed_at: s.time,
})

const subscription = (status: string, s: SampleContext): SampleData => ({
  id: paddleId('sub', s),
  status,
  customer_id: paddleId('ctm', s),
  currency_code: 'EUR',
  billing_cycle: { interval: 'month', frequency: 1 },
  items: [{ status: 'active', quantity: 1, price: { id: paddleId('pri', s) } }],
  started_at: s.time,
  canceled_at: status === 'canceled' ? s.time : null,
  created_at: s.time,
  updated_at: s.time,
})

export const paddle: ProviderSamples = {
  types: {
    'transaction.completed': (s) => event('transaction.completed', transaction('completed', s), s),
    'transaction.payment_failed': (s) => event('transaction.payment_failed', transaction('past_due', s), s),
    'subscription.created': (s) => event('subscription.created', subscription('active', s), s),
    'subscription.canceled': (s) => event('subscription.canceled', subscription('canceled', s), s),
    'customer.created': (s) =>
      event(
        'customer.created',
        {
          id: paddleId('ctm', s),
          name: 'Ada Example',
          email: 'customer@example.com',
          locale: 'en',
          status: 'active',
          created_at: s.time,
          updated_at: s.time,
        },
        s,
      ),
  },
  renew: (data, context) => ({
    ...data,
    event_id: paddleId('evt', context),
    notification_id: paddleId('ntf', context),
  }),
}

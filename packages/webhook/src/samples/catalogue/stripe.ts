import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

/** An event around an object, as in API version 2025-09-30. */
function event(type: string, object: SampleData, { id, seconds }: SampleContext): SampleData {
  return {
    id: id('evt_', 24),
    object: 'event',
    api_version: '2025-09-30.clover',
    created: seconds,
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: id('req_', 14), idempotency_key: null },
    type,
  }
}

const paymentIntent = (status: string, { id, seconds }: SampleContext): SampleData => ({
  id: id('pi_', 24),
  object: 'payment_intent',
  amount: 2_000,
  amount_received: status === 'succeeded' ? 2_000 : 0,
  currency: 'eur',
  customer: id('cus_', 14),
  description: 'Order A-1001',
  created: seconds,
  latest_charge: id('ch_', 24),
  livemode: false,
  metadata: { order_id: 'A-1001' },
  payment_method: id('pm_', 24),
  payment_method_types: ['card'],
  last_payment_error:
    status === 'succeeded'
      ? null
      : { code: 'card_declined', decline_code: 'insufficient_funds', type: 'card_error' },
  receipt_email: 'customer@example.com',
  status,
})

const checkoutSession = ({ id, seconds }: SampleContext): SampleData => ({
  id: id('cs_test_', 40),
  object: 'checkout.session',
  amount_subtotal: 2_000,
  amount_total: 2_380,
  client_reference_id: 'A-1001',
  created: seconds,
  currency: 'eur',
  customer: id('cus_', 14),
  customer_details: { email: 'customer@example.com', name: 'Ada Example' },
  livemode: false,
  metadata: { order_id: 'A-1001' },
  mode: 'payment',
  payment_intent: id('pi_', 24),
  payment_status: 'paid',
  status: 'complete',
  success_url: 'https://shop.example.com/thanks',
})

const customer = ({ id, seconds }: SampleContext): SampleData => ({
  id: id('cus_', 14),
  object: 'customer',
  created: seconds,
  email: 'customer@example.com',
  livemode: false,
  metadata: {},
  name: 'Ada Example',
  phone: null,
})

const subscription = (status: string, { id, seconds }: SampleContext): SampleData => ({
  id: id('sub_', 24),
  object: 'subscription',
  cancel_at_period_end: false,
  canceled_at: status === 'canceled' ? seconds : null,
  created: seconds,
  currency: 'eur',
  customer: id('cus_', 14),
  items: {
    object: 'list',
    data: [
      {
        id: id('si_', 14),
        object: 'subscription_item',
        current_period_start: seconds,
        current_period_end: seconds + 30 * 86_400,
        price: { id: id('price_', 24), object: 'price', currency: 'eur', unit_amount: 1_900 },
        quantity: 1,
      },
    ],
    has_more: false,
  },
  livemode: false,
  metadata: {},
  status,
})

const invoice = (status: string, { id, seconds }: SampleContext): SampleData => ({
  id: id('in_', 24),
  object: 'invoice',
  amount_due: 1_900,
  amount_paid: status === 'paid' ? 1_900 : 0,
  amount_remaining: status === 'paid' ? 0 : 1_900,
  attempt_count: 1,
  billing_reason: 'subscription_cycle',
  created: seconds,
  currency: 'eur',
  customer: id('cus_', 14),
  customer_email: 'customer@example.com',
  livemode: false,
  number: 'A1B2C3D4-0001',
  status,
  total: 1_900,
})

const charge = ({ id, seconds }: SampleContext): SampleData => ({
  id: id('ch_', 24),
  object: 'charge',
  amount: 2_000,
  amount_captured: 2_000,
  amount_refunded: 2_000,
  created: seconds,
  currency: 'eur',
  customer: id('cus_', 14),
  livemode: false,
  metadata: { order_id: 'A-1001' },
  paid: true,
  payment_intent: id('pi_', 24),
  refunded: true,
  status: 'succeeded',
})

export const stripe: ProviderSamples = {
  types: {
    'payment_intent.succeeded': (s) => event('payment_intent.succeeded', paymentIntent('succeeded', s), s),
    'payment_intent.payment_failed': (s) =>
      event('payment_intent.payment_failed', paymentIntent('requires_payment_method', s), s),
    'checkout.session.completed': (s) => event('checkout.session.completed', checkoutSession(s), s),
    'customer.created': (s) => event('customer.created', customer(s), s),
    'customer.subscription.created': (s) =>
      event('customer.subscription.created', subscription('active', s), s),
    'customer.subscription.deleted': (s) =>
      event('customer.subscription.deleted', subscription('canceled', s), s),
    'invoice.paid': (s) => event('invoice.paid', invoice('paid', s), s),
    'invoice.payment_failed': (s) => event('invoice.payment_failed', invoice('open', s), s),
    'charge.refunded': (s) => event('charge.refunded', charge(s), s),
  },
  renew: (data, { id }) => ({ ...data, id: id('evt_', 24) }),
}

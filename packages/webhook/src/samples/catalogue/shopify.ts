import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const customer = ({ number, time }: SampleContext): SampleData => ({
  id: number(13),
  email: 'customer@example.com',
  first_name: 'Ada',
  last_name: 'Example',
  created_at: time,
  updated_at: time,
  state: 'enabled',
  verified_email: true,
  phone: null,
  tags: '',
})

const order = (status: string, s: SampleContext): SampleData => ({
  id: s.number(13),
  admin_graphql_api_id: `gid://shopify/Order/${s.number(13)}`,
  name: '#1001',
  order_number: 1001,
  created_at: s.time,
  updated_at: s.time,
  cancelled_at: status === 'cancelled' ? s.time : null,
  currency: 'EUR',
  email: 'customer@example.com',
  financial_status: status === 'paid' ? 'paid' : 'pending',
  fulfillment_status: null,
  subtotal_price: '20.00',
  total_tax: '3.80',
  total_price: '23.80',
  line_items: [
    { id: s.number(13), title: 'Mug', sku: 'MUG-1', quantity: 2, price: '10.00', product_id: s.number(13) },
  ],
  customer: customer(s),
  shipping_address: { city: 'Berlin', country: 'Germany', country_code: 'DE', zip: '10115' },
  test: true,
})

const product = (s: SampleContext): SampleData => ({
  id: s.number(13),
  title: 'Mug',
  body_html: '<p>A mug.</p>',
  vendor: 'Example',
  product_type: 'Kitchen',
  handle: 'mug',
  status: 'active',
  created_at: s.time,
  updated_at: s.time,
  variants: [{ id: s.number(13), title: 'Default', sku: 'MUG-1', price: '10.00', inventory_quantity: 7 }],
})

export const shopify: ProviderSamples = {
  types: {
    'orders.create': (s) => order('open', s),
    'orders.paid': (s) => order('paid', s),
    'orders.cancelled': (s) => order('cancelled', s),
    'products.update': product,
    'customers.create': customer,
    'app.uninstalled': (s) => ({
      id: s.number(11),
      name: 'Example',
      email: 'owner@example.com',
      domain: 'example.myshopify.com',
      created_at: s.time,
    }),
  },
  headers: ({ type, context }) => ({
    'x-shopify-topic': type.replace('.', '/'),
    'x-shopify-webhook-id': context.uuid(),
    'x-shopify-event-id': context.uuid(),
    'x-shopify-shop-domain': 'example.myshopify.com',
    'x-shopify-api-version': '2026-10',
    'x-shopify-triggered-at': context.time,
  }),
}

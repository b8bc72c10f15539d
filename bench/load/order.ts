/** The type of the events of `orderEvent`. */
export const ORDER_TYPE = 'order.completed'

const address = {
  name: 'Ada Example',
  line1: '17 Long Street',
  line2: null,
  city: 'Springfield',
  postalCode: '10557',
  country: 'DE',
}

/** Strings, numbers, nulls and nested objects, because a service that checks JSON takes longer for them than for one long string. */
const FIELDS = {
  orderId: 'ord_7Q8ZX4M01H',
  status: 'completed',
  currency: 'EUR',
  amount: 18_450,
  createdAt: '2026-11-20T10:15:30.123Z',
  customer: {
    id: 'cus_9fK2mQ7x',
    email: 'ada@example.org',
    phone: '+49 30 901820',
    locale: 'de',
    vip: false,
  },
  shippingAddress: address,
  billingAddress: { ...address, line2: 'Second floor, the door on the left' },
  items: Array.from({ length: 6 }, (_, index) => ({
    sku: `SKU-00${index}-BLK`,
    title: `Product number ${index} in black`,
    quantity: index + 1,
    unitPrice: 1290 + index * 100,
    taxRate: 0.19,
    isGift: index % 2 === 0,
  })),
  taxes: [{ name: 'VAT', rate: 0.19, amount: 2946 }],
  metadata: { source: 'web', campaign: 'newsletter-47' },
  tags: ['first-order', 'newsletter', 'priority'],
}

const BEFORE_NUMBER = `{"type":"${ORDER_TYPE}","data":{"n":`
const AFTER_NUMBER = `,${JSON.stringify(FIELDS).slice(1)}}`

/** The JSON of an event of 1.5 kB with an order; `data.n` comes first, where receivers look for it. */
export function orderEvent(n: number): string {
  return `${BEFORE_NUMBER}${n}${AFTER_NUMBER}`
}

import type { AddressPreset } from './address-preset.ts'

/** Stripe announces changes on its mailing list seven days before it makes them. */
export const stripeAddresses: AddressPreset = {
  page: 'https://stripe.com/files/ips/ips_webhooks.txt',
  asOf: '2026-05-15',
  cidrs: [
    '3.18.12.63/32',
    '3.69.109.8/32',
    '3.120.168.93/32',
    '3.130.192.231/32',
    '13.235.14.237/32',
    '13.235.122.149/32',
    '18.211.135.69/32',
    '35.154.171.200/32',
    '35.157.207.129/32',
    '52.15.183.38/32',
    '54.88.130.119/32',
    '54.88.130.237/32',
    '54.187.174.169/32',
    '54.187.205.235/32',
    '54.187.216.72/32',
  ],
}

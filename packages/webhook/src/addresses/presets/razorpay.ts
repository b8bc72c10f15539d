import type { AddressPreset } from './address-preset.ts'

/** Of accounts in India, then of those elsewhere, for which the page shows other addresses. */
export const razorpayAddresses: AddressPreset = {
  page: 'https://razorpay.com/docs/security/whitelists',
  asOf: '2026-04-08',
  cidrs: [
    '13.126.199.247/32',
    '13.126.238.192/32',
    '13.232.194.134/32',
    '18.96.225.0/26',
    '18.99.161.0/26',
    '35.154.22.73/32',
    '35.154.143.15/32',
    '35.154.217.40/32',
    '52.66.75.174/32',
    '52.66.76.63/32',
    '52.66.151.218/32',
    '3.136.42.4/32',
    '3.140.215.0/32',
    '18.224.88.246/32',
  ],
}

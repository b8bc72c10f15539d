import type { AddressPreset } from './address-preset.ts'

/** Of live accounts, then of the sandbox, which has a page of its own: https://sandbox-api.paddle.com/ips. */
export const paddleAddresses: AddressPreset = {
  page: 'https://api.paddle.com/ips',
  asOf: '2026-11-28',
  cidrs: [
    '34.195.105.136/32',
    '34.212.5.7/32',
    '34.232.58.13/32',
    '34.237.3.244/32',
    '35.155.119.135/32',
    '52.11.166.252/32',
    '3.208.120.145/32',
    '34.194.127.46/32',
    '44.226.236.210/32',
    '44.241.183.62/32',
    '54.234.237.108/32',
    '100.20.172.113/32',
  ],
}

import type { AddressPreset } from './address-preset.ts'

/** All regions, those of private regions too. Not every plan of Svix sends from fixed addresses: ask the sender. */
export const svixAddresses: AddressPreset = {
  page: 'https://docs.svix.com/webhook-ips.json',
  asOf: '2026-11-28',
  cidrs: [
    '44.228.126.217/32',
    '50.112.21.217/32',
    '52.24.126.164/32',
    '54.148.139.208/32',
    '2600:1f24:64:8000::/56',
    '54.90.7.123/32',
    '54.164.207.221/32',
    '2600:1f28:37:4000::/56',
    '52.215.16.239/32',
    '54.216.8.72/32',
    '63.33.109.123/32',
    '2a05:d028:17:8000::/56',
    '13.239.204.236/32',
    '54.66.246.217/32',
    '54.252.65.96/32',
    '2406:da2c:13:4000::/56',
    '3.96.105.27/32',
    '3.98.68.230/32',
    '52.60.44.49/32',
    '2600:1f21:1c:4000::/56',
    '13.126.41.108/32',
    '15.207.218.84/32',
    '65.2.133.31/32',
  ],
}

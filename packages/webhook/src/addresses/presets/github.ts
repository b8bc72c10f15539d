import type { AddressPreset } from './address-preset.ts'

/** The member `hooks` of the page, for github.com. A GitHub Enterprise Server has addresses of its own. */
export const githubAddresses: AddressPreset = {
  page: 'https://api.github.com/meta',
  asOf: '2026-10-29',
  cidrs: [
    '9.234.98.160/28',
    '9.234.98.176/28',
    '9.234.106.48/28',
    '140.82.112.0/20',
    '143.55.64.0/20',
    '185.199.108.0/22',
    '192.30.252.0/22',
    '2606:50c0::/32',
    '2a0a:a440::/29',
  ],
}

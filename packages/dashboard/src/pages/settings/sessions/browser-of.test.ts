import { expect, it } from 'vitest'
import { browserOf } from './browser-of.ts'

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)'

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0', 'Firefox on Linux'],
  [`${MAC} Version/26.0 Safari/605.1.15`, 'Safari on macOS'],
  [`${MAC} Chrome/156.0.0.0 Safari/537.36`, 'Chrome on macOS'],
  [`${MAC} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0`, 'Edge on macOS'],
  ['curl/8.9.1', 'curl/8.9.1'],
  ['', 'Unknown'],
])('names the browser of %s', (userAgent, name) => {
  expect(browserOf(userAgent)).toBe(name)
})

import type { SampleContext } from './sample.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** @param randomBytes returns `n` bytes, like `randomBytes` of node:crypto */
export function sampleContext(now: Date, randomBytes: (n: number) => Uint8Array): SampleContext {
  const random = (length: number, letters: string) =>
    Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join('')
  return {
    now,
    seconds: Math.floor(now.getTime() / 1000),
    time: now.toISOString(),
    id: (prefix = '', length = 16) => prefix + random(length, LETTERS),
    uuid: () => {
      const hex = Buffer.from(randomBytes(16)).toString('hex')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
    },
    number: (digits) => Number(random(1, '123456789') + random(digits - 1, '0123456789')),
  }
}

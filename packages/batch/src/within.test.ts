import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { within } from './within.ts'

const LONG_MS = 60_000

it('passes on the result of work, or its error', async () => {
  expect(await within(LONG_MS, Promise.resolve('done'))).toBe('done')
  await expect(within(LONG_MS, Promise.reject(new Error('broken')))).rejects.toThrow('broken')
})

it('fails when the work is late, and ignores what becomes of it', async () => {
  const late = setTimeout(20).then(() => Promise.reject(new Error('late')))
  await expect(within(1, late)).rejects.toThrow('no answer within 1 ms')
  await expect(late).rejects.toThrow('late')
})

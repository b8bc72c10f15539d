import { describe, expect, it } from 'vitest'
import { type Freshness, type PublishOutcome, publishWithRules } from './publish-with-rules.ts'

type Outcome = PublishOutcome<string, string>

const stored: Outcome = { outcome: 'stored', result: 'event' }
const duplicate: Outcome = { outcome: 'duplicate', result: 'previous event' }
const refused: Outcome = { outcome: 'refused', refusal: 'wrong type' }
const stale: Outcome = { outcome: 'stale' }
const notFound = { outcome: 'not_found' }

/** Publishes with the given outcomes, and returns the final outcome with the calls that were made. */
async function publish(outcomes: Partial<Record<Freshness, Outcome>>) {
  const calls: string[] = []
  const read = (freshness: Freshness) => async () => {
    calls.push(`read ${freshness}`)
    return outcomes[freshness] === undefined ? undefined : `${freshness} rules`
  }
  const final = await publishWithRules<string, string, string>(
    { cached: read('cached'), current: read('current') },
    async (rules, freshness) => {
      calls.push(`publish with ${rules}`)
      return outcomes[freshness] ?? stale
    },
  )
  return { final, calls }
}

const ONE_TRY = ['read cached', 'publish with cached rules']
const TWO_TRIES = [...ONE_TRY, 'read current', 'publish with current rules']
const CURRENT_ONLY = ['read cached', 'read current', 'publish with current rules']

describe('publishWithRules', () => {
  it.each([
    { cached: stored, current: refused, final: stored, calls: ONE_TRY },
    { cached: duplicate, current: refused, final: duplicate, calls: ONE_TRY },
    { cached: refused, current: stored, final: stored, calls: TWO_TRIES },
    { cached: refused, current: duplicate, final: duplicate, calls: TWO_TRIES },
    { cached: refused, current: refused, final: refused, calls: TWO_TRIES },
    { cached: refused, current: stale, final: notFound, calls: TWO_TRIES },
    { cached: refused, current: undefined, final: notFound, calls: [...ONE_TRY, 'read current'] },
    { cached: stale, current: stored, final: stored, calls: TWO_TRIES },
    { cached: stale, current: duplicate, final: duplicate, calls: TWO_TRIES },
    { cached: stale, current: refused, final: refused, calls: TWO_TRIES },
    { cached: stale, current: stale, final: notFound, calls: TWO_TRIES },
    { cached: stale, current: undefined, final: notFound, calls: [...ONE_TRY, 'read current'] },
    { cached: undefined, current: stored, final: stored, calls: CURRENT_ONLY },
    { cached: undefined, current: refused, final: refused, calls: CURRENT_ONLY },
    { cached: undefined, current: stale, final: notFound, calls: CURRENT_ONLY },
    { cached: undefined, current: undefined, final: notFound, calls: ['read cached', 'read current'] },
  ])('cached $cached.outcome, current $current.outcome: $final.outcome', async (row) => {
    const { cached, current } = row
    const outcomes = { ...(cached && { cached }), ...(current && { current }) }
    expect(await publish(outcomes)).toEqual({ final: row.final, calls: row.calls })
  })

  it('publishes nothing when reading the current rules throws', async () => {
    const publishing = publishWithRules<string, string, string>(
      {
        cached: async () => undefined,
        current: () => Promise.reject(new Error('the key is unknown')),
      },
      async () => stored,
    )
    await expect(publishing).rejects.toThrow('the key is unknown')
  })

  it('does not publish again after an error', async () => {
    let tries = 0
    const publishing = publishWithRules<string, string, string>(
      { cached: async () => 'cached rules', current: async () => 'current rules' },
      () => {
        tries++
        return Promise.reject(new Error('PostgreSQL did not answer'))
      },
    )
    await expect(publishing).rejects.toThrow('PostgreSQL did not answer')
    expect(tries).toBe(1)
  })
})

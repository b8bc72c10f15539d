import { PROVIDER_NAMES } from '@posthorn/webhook'
import { expect, it } from 'vitest'
import { FETCHED_SAMPLES, SAMPLES } from '../harness/providers/matrix/samples.ts'

it('every provider of the catalogue has a sample that is sent to a running service', () => {
  const sent = [...SAMPLES, ...FETCHED_SAMPLES].map(([, { provider }]) => provider)
  expect([...new Set(sent)].toSorted()).toEqual(PROVIDER_NAMES.toSorted())
})

import { expect, it } from 'vitest'
import { matchingProviders } from './matching-providers.ts'

const PROVIDERS = [
  { name: 'github', title: 'GitHub' },
  { name: 'aws-sns', title: 'Amazon SNS' },
  { name: 'hmac', title: 'HMAC' },
  { name: 'standard-webhooks', title: 'Standard Webhooks' },
] as const

it.each([
  ['', ['github', 'aws-sns', 'hmac', 'standard-webhooks']],
  [' HUB ', ['github']],
  ['aws', ['aws-sns']],
  ['h', ['hmac', 'github', 'standard-webhooks']],
  ['nothing', []],
])('finds providers for "%s", those that begin with it first', (find, names) => {
  expect(matchingProviders(PROVIDERS, find).map(({ name }) => name)).toEqual(names)
})

import { type ProviderName, providerOf } from '../catalogue.ts'
import {
  type FetchText,
  KeyUnavailableError,
  type Provider,
  type RejectionCause,
  type VerificationKey,
} from '../provider.ts'
import { bodyTrials } from './body-trials.ts'
import { headerTrials } from './header-trials.ts'
import type { Hint } from './hint.ts'
import { possibilities } from './possibilities.ts'
import { secretTrials } from './secret-trials.ts'
import type { Trial, TriedRequest } from './trial.ts'
import { urlTrials } from './url-trials.ts'
import { verifyWhole } from './verify-whole.ts'

/** Larger bodies are not tried: each of about a hundred trials hashes the body once for each key. */
export const TRIED_BYTES_MAX = 64 * 1024

/** Another source of the same tenant and provider, with its keys. */
export interface OtherSource {
  id: string
  name: string
  keys: readonly VerificationKey[]
}

/** A request that is not authentic, and where its mistake may be. */
export interface UnverifiedRequest {
  provider: ProviderName
  cause: RejectionCause
  request: TriedRequest
  otherSources: readonly OtherSource[]
  /** Called before each trial, for other work. */
  pause: () => Promise<void>
}

/**
 * Finds common mistakes of senders, proxies and settings, by verifying the request without each of them, at any time. Reports
 * whether a given signature matches, and never makes one.
 */
export async function findHints({
  provider: name,
  cause,
  request,
  otherSources,
  pause,
}: UnverifiedRequest): Promise<Hint[]> {
  const provider = providerOf(name)
  const possible = possibilities(name, provider, { cause, request })
  if (request.body.length > TRIED_BYTES_MAX) return possible
  const tried = { ...request, fetchText: fetchedOnce(request.fetchText) }
  const verifies = async (trial: Trial): Promise<boolean> => {
    await pause()
    return isAuthentic(provider, { ...tried, ...trial.change })
  }
  if (await verifies(TIME)) return [confirmed(TIME)]
  const kinds = [
    bodyTrials(tried),
    secretTrials(tried),
    otherSourceTrials(otherSources),
    urlTrials(tried),
    headerTrials(tried),
  ]
  const found: Hint[] = []
  for (const trials of kinds) {
    for (const trial of trials) {
      if (!(await verifies(trial))) continue
      found.push(confirmed(trial))
      break
    }
  }
  return found.length > 0 ? found : possible
}

const TIME: Trial = {
  hint: {
    code: 'only_time_differs',
    message:
      'Only the time is wrong: the request was repeated or sent late, or a clock is wrong. Its signature is valid.',
  },
  change: {},
}

function* otherSourceTrials(sources: readonly OtherSource[]): Generator<Trial> {
  for (const { id: sourceId, name, keys } of sources) {
    const message = `The signature matches a secret of the source "${name}": compare the URL at the provider with the ingestUrl of the source.`
    yield { hint: { code: 'secret_of_other_source', message, sourceId }, change: { keys } }
  }
}

function confirmed({ hint }: Trial): Hint {
  return { ...hint, confirmed: true }
}

/** At any time. */
async function isAuthentic(provider: Provider, request: TriedRequest): Promise<boolean> {
  try {
    const verdict = await verifyWhole(provider, { ...request, toleranceSeconds: Number.POSITIVE_INFINITY })
    return verdict.verified
  } catch (error) {
    if (!(error instanceof KeyUnavailableError)) throw error
    return false
  }
}

/** Fetches each text once, also for trials that fail. */
function fetchedOnce(fetchText: FetchText | undefined): FetchText | undefined {
  if (fetchText === undefined) return undefined
  const texts = new Map<string, Promise<string | undefined>>()
  return (...request) => {
    const key = JSON.stringify(request)
    const text = texts.get(key) ?? fetchText(...request)
    texts.set(key, text)
    return text
  }
}

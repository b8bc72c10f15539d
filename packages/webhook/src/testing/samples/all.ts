import { bodyOnlySamples } from './body-only.ts'
import { fetchedKeySamples } from './fetched-keys.ts'
import type { ProviderSample } from './provider-sample.ts'
import { keyPairSamples } from './signed-by-key-pair.ts'
import { standardSamples } from './standard.ts'
import { tokenSamples } from './tokens.ts'
import { vendorCheckedSamples } from './vendor-checked.ts'
import { timedSamples } from './with-time.ts'

/** At least one sample of each provider that verifies. */
export const samples: readonly ProviderSample[] = [
  ...vendorCheckedSamples,
  ...bodyOnlySamples,
  ...timedSamples,
  ...keyPairSamples,
  ...fetchedKeySamples,
  ...standardSamples,
  ...tokenSamples,
]

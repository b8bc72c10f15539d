import { type ProviderSample, samples } from '@posthorn/webhook/testing'

/** Anyone may send to a source of this provider, so it has no signed sample. */
const UNSIGNED: ProviderSample = {
  provider: 'none',
  secret: '',
  otherSecret: '',
  isKeyless: true,
  body: '{"type":"thing.made"}',
  headersAt: () => ({ 'content-type': 'application/json' }),
  events: [{ providerType: 'thing.made', id: undefined }],
  covers: 'nothing',
  signsTime: false,
  needs: [],
}

const titled = (list: readonly ProviderSample[]) =>
  list.map((sample): [title: string, sample: ProviderSample] => [
    [sample.provider, sample.name].filter((part) => part !== undefined).join(', '),
    sample,
  ])

/** Samples of all providers whose keys are stored with the source, with their titles. */
export const SAMPLES = titled([...samples, UNSIGNED].filter(({ fetchText }) => fetchText === undefined))

/** Samples of all providers whose keys must be fetched. */
export const FETCHED_SAMPLES = titled(samples.filter(({ fetchText }) => fetchText !== undefined))

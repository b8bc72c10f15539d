export { samples } from './samples/all.ts'
export type { ProviderSample } from './samples/provider-sample.ts'
export { requestOf } from './samples/send-sample.ts'
export { below, pick, seededRandom } from './seeded-random.ts'

/**
 * The V8 options of every service, also set in the Dockerfile. By default each of V8's two young-generation semi-spaces
 * grows to 64 MiB; with 16 no service used 300 MiB after `npm run bench -- --only waiting`, and publishing was as fast
 * (https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib).
 */
export const MEMORY_OPTIONS = ['--max-semi-space-size=16'] as const

/**
 * How a service is started, in the Dockerfile too. V8 would keep up to 32 MiB of young objects, and as much to copy them to; with
 * 16 no service held 300 MiB after the load of `npm run bench -- --only waiting`, and publishing was as fast
 * (https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib).
 */
export const MEMORY_OPTIONS = ['--max-semi-space-size=16'] as const

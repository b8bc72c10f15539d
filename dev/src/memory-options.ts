/**
 * How a service is started, in the Dockerfile too. V8 would keep up to 32 MiB of young objects, and as much to copy them to; with
 * 16 no service needs 300 MiB, and is as fast (https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib).
 */
export const MEMORY_OPTIONS = ['--max-semi-space-size=16'] as const

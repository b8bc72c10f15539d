/**
 * Waits for work, for a limited time. Work that is late continues, and its result is ignored.
 * @throws Error after `ms` milliseconds, or what the work rejects with
 */
export async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  const deadline = Promise.withResolvers<never>()
  const timer = setTimeout(() => deadline.reject(new Error(`no answer within ${ms} ms`)), ms)
  try {
    return await Promise.race([work, deadline.promise])
  } finally {
    clearTimeout(timer)
  }
}

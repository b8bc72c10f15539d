import type { FastifyRequest, RouteOptions } from 'fastify'
import type { Principal } from '../http/principal.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Who makes a request whose secret is in its body: on routes with the access `sign-in`.
     * @throws ProblemError `unauthorized`
     */
    identify?: (request: FastifyRequest) => Promise<Principal>
  }
}

/** Refuses to start a route for signing in that does not declare how. */
export function assertIdentifies({ method, url, config }: RouteOptions): void {
  if ((config?.access === 'sign-in') === (config?.identify !== undefined)) return
  throw new Error(
    `${String(method)} ${url}: declare config.identify with the access sign-in, and with no other`,
  )
}

/** The hook that identifies who signs in, before the request finds the reply to its Idempotency-Key. */
export async function identify(request: FastifyRequest): Promise<void> {
  const { config } = request.routeOptions
  if (config.identify !== undefined) request.principal = await config.identify(request)
}

import type { FastifyInstance } from 'fastify'

/** A path that is served: its parts, and the methods it takes. */
interface Route {
  parts: string[]
  methods: Set<string>
}

/**
 * Watches which routes an application gets.
 * @returns the methods that a path takes; none when there is no such path
 */
export function watchMethods(app: FastifyInstance): (path: string) => string[] {
  const routes = new Map<string, Route>()
  app.addHook('onRoute', ({ url, method }) => {
    const route = routes.get(url) ?? { parts: url.split('/'), methods: new Set() }
    routes.set(url, route)
    for (const one of [method].flat()) route.methods.add(one)
  })

  return (path) => {
    const parts = path.split('/')
    const methods = [...routes.values()]
      .filter((route) => fits(route, parts))
      .flatMap((route) => [...route.methods])
    return [...new Set(methods)].toSorted()
  }
}

function fits({ parts }: Route, given: readonly string[]): boolean {
  return (
    parts.length === given.length && parts.every((part, at) => part.startsWith(':') || part === given[at])
  )
}

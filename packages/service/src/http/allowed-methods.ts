import type { FastifyInstance } from 'fastify'

/** A path that is served: its parts, and the methods it takes. */
interface Route {
  parts: string[]
  methods: Set<string>
}

/** Which methods the paths of an application take. */
export interface AllowedMethods {
  /** Those of a path; none when it is not served. */
  of(path: string): string[]
  /**
   * Those of the path that a request is really for, where its method was found under a more general one only:
   * `GET /events/batch` is no `GET /events/:id` where `/events/batch` takes POST alone.
   * @param url of the route that was found
   * @returns undefined where the route is the right one
   */
  insteadOf(url: string, params: Record<string, string>): string[] | undefined
}

/** Watches which routes an application gets. */
export function watchMethods(app: FastifyInstance): AllowedMethods {
  const routes = new Map<string, Route>()
  const siblingsOf = new Map<string, Route[]>()
  app.addHook('onRoute', ({ url, method }) => {
    const route = routes.get(url) ?? { parts: url.split('/'), methods: new Set() }
    routes.set(url, route)
    siblingsOf.clear()
    for (const one of [method].flat()) route.methods.add(one)
  })

  function findSiblings(url: string): Route[] {
    const found = [...routes.values()].filter((route) => isMoreExact(route, url.split('/')))
    siblingsOf.set(url, found)
    return found
  }

  return {
    of(path) {
      const parts = path.split('/')
      const fitting = [...routes.values()].filter((route) => fits(route, parts))
      const [exact] = fitting.toSorted((one, other) => parametersOf(one) - parametersOf(other))
      return exact === undefined ? [] : [...exact.methods].toSorted()
    },

    insteadOf(url, params) {
      const siblings = siblingsOf.get(url) ?? findSiblings(url)
      if (siblings.length === 0) return undefined
      const parts = url.split('/').map((part) => (isParameter(part) ? (params[part.slice(1)] ?? '') : part))
      const sibling = siblings.find((route) => fits(route, parts))
      return sibling && [...sibling.methods].toSorted()
    },
  }
}

function isParameter(part: string): boolean {
  return part.startsWith(':')
}

function parametersOf({ parts }: Route): number {
  return parts.filter(isParameter).length
}

function fits({ parts }: Route, given: readonly string[]): boolean {
  return parts.length === given.length && parts.every((part, at) => isParameter(part) || part === given[at])
}

/** Whether a route names what is a parameter of another one, and is the same otherwise. */
function isMoreExact({ parts }: Route, general: readonly string[]): boolean {
  const differs = parts.some((part, at) => part !== general[at])
  return (
    differs &&
    parts.length === general.length &&
    parts.every((part, at) => part === general[at] || (isParameter(general[at] ?? '') && !isParameter(part)))
  )
}

import type { FastifyInstance } from 'fastify'

/** The parts of a path, and its methods. */
interface Route {
  parts: string[]
  methods: Set<string>
}

/** Methods of the paths of an application. */
export interface AllowedMethods {
  /** Methods of a path; none when it is unknown. */
  of(path: string): string[]
  /**
   * Methods of a more exact path than the matched route, when that path lacks the method of the request: `GET /events/batch` is not
   * `GET /events/:id`, because `/events/batch` has only POST.
   * @param url of the matched route
   * @returns undefined when the route is the right one
   */
  insteadOf(url: string, params: Record<string, string>): string[] | undefined
}

/** Collects the routes of an application. */
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
      const candidates = [...routes.values()].filter((route) => fits(route, parts))
      const [exact] = candidates.toSorted((one, other) => parametersOf(one) - parametersOf(other))
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

/** Whether a route has a literal part where another one has a parameter, and is the same otherwise. */
function isMoreExact({ parts }: Route, general: readonly string[]): boolean {
  const differs = parts.some((part, at) => part !== general[at])
  return (
    differs &&
    parts.length === general.length &&
    parts.every((part, at) => part === general[at] || (isParameter(general[at] ?? '') && !isParameter(part)))
  )
}

import type { World } from './world.ts'

/** A call of a service to the database that happens often. */
export interface Call {
  name: string
  /** Its size: stored events, rows of a page, claimed deliveries. */
  items: number
  /** May read its arguments on a connection that is not watched, and then returns the call to watch. */
  prepare: (world: World) => Promise<() => Promise<unknown>>
}

/** A call without preparation. */
export function call(name: string, items: number, run: (world: World) => Promise<unknown>): Call {
  return { name, items, prepare: async (world) => () => run(world) }
}

export function prepared(
  name: string,
  items: number,
  prepare: (world: World) => Promise<() => Promise<unknown>>,
): Call {
  return { name, items, prepare }
}

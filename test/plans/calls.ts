import type { World } from './world.ts'

/** Something that a service asks of the database, again and again. */
export interface Call {
  name: string
  /** How much is asked for: events that are stored, rows of a page, deliveries that are claimed. */
  items: number
  /** May look for something to ask about, on a connection that is not watched, and then gives what is to be watched. */
  prepare: (world: World) => Promise<() => Promise<unknown>>
}

/** One that needs no preparation. */
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

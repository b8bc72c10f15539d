import type { KeptService } from '../kept-service.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'

/** What a fault stops: nothing else may stop it meanwhile. In the order in which they are taken. */
export const BREAKABLE = ['api', 'ingest', 'worker', 'postgres', 'redis'] as const
export type Breakable = (typeof BREAKABLE)[number]

/** One way to break something, and to put it right again. */
export interface Fault {
  /** What is done, as the report says it. */
  name: string
  breaks: readonly Breakable[]
  /**
   * Whether a delivery may arrive twice for it, because a worker could not say what became of its request. A worker that
   * is told to stop can; a queue that lost its jobs has nothing to do with it.
   */
  mayRepeat: boolean
  /** Resolves when what was broken works again. */
  inject(context: FaultContext): Promise<void>
}

export interface FaultContext {
  world: World
  random: Random
  /** The worker to be broken, one of the two. */
  worker: KeptService
}

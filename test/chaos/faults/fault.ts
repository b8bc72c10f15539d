import type { Random } from '../random.ts'
import type { RestartingService } from '../restarting-service.ts'
import type { World } from '../world.ts'

/** What a fault can stop; no two faults stop the same part at once. Faults acquire parts in this order. */
export const BREAKABLE = ['api', 'ingest', 'worker', 'postgres', 'redis'] as const
export type Breakable = (typeof BREAKABLE)[number]

/** One way to break something and to repair it. */
export interface Fault {
  /** Description of the fault in the report. */
  name: string
  breaks: readonly Breakable[]
  /**
   * Whether deliveries may arrive twice because of this fault: a worker could not record the result of its request.
   * True for a worker that gets SIGTERM, false for a queue that lost its jobs.
   */
  mayDuplicate: boolean
  /** Resolves when everything works again. */
  inject(context: FaultContext): Promise<void>
}

export interface FaultContext {
  world: World
  random: Random
  /** The worker to break, one of the two. */
  worker: RestartingService
}

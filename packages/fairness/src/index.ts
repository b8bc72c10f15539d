export { FairQueue, type Queued } from './fair-queue.ts'
export { FairSemaphore, type Slot } from './fair-semaphore.ts'
export { FairShare } from './fair-share.ts'
export { FairTurns } from './fair-turns.ts'

export { type Gather, type GatherOptions, gather, TooManyWaitingError } from './gather.ts'

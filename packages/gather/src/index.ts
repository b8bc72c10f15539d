export { type Gather, type GatherOptions, gather } from './gather.ts'

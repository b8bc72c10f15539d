export { createEgress, type Egress } from './egress.ts'
export type { SendRequest, SendResult } from './send-result.ts'

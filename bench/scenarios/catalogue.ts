import { drainBacklog, fanOut } from './backlog.ts'
import { manyEndpoints, manyWaiting } from './growth.ts'
import { ingestStripe } from './ingest.ts'
import { deadEndpoint, publishToArrival, slowReceiver } from './latency.ts'
import { publishInBatches, publishOneByOne } from './publish.ts'
import type { Scenario } from './scenario.ts'

/** All that is measured, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  publishOneByOne,
  publishInBatches,
  ingestStripe,
  drainBacklog,
  publishToArrival,
  fanOut,
  slowReceiver,
  deadEndpoint,
  manyWaiting,
  manyEndpoints,
]

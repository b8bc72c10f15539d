import { drainBacklog, fanOut, twoWorkers } from './backlog.ts'
import { manyEndpoints } from './endpoints.ts'
import { fairness } from './fairness.ts'
import { filterLatency } from './growth/filter-latency.ts'
import { droppedPartition } from './growth/retention.ts'
import { manyWaiting } from './growth/waiting.ts'
import { ingestStripe } from './ingest.ts'
import { deadEndpoint, publishToArrival, slowReceiver } from './latency.ts'
import { publishInBatches, publishOneByOne } from './publish.ts'
import type { Scenario } from './scenario.ts'
import { burst } from './targets/burst.ts'
import { rates } from './targets/rates.ts'

/** All scenarios, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  publishOneByOne,
  publishInBatches,
  ingestStripe,
  rates,
  burst,
  publishToArrival,
  slowReceiver,
  deadEndpoint,
  fairness,
  drainBacklog,
  twoWorkers,
  fanOut,
  manyWaiting,
  droppedPartition,
  manyEndpoints,
  filterLatency,
]

/** Names for several scenarios. */
export const SCENARIO_SETS: Readonly<Record<string, readonly string[]>> = {
  targets: ['publish', 'ingest', 'rates', 'burst', 'backlog'],
}

import { type BatchResult, PROBLEMS, ProblemError } from '@posthorn/contracts'
import {
  type BatchOutcome,
  type ComposedEvent,
  type RulesVersion,
  type StoredEvent,
  storeEventBatch,
} from '@posthorn/database'
import {
  composeEventInSlices,
  type EventInput,
  enqueueDeliveries,
  type PublishingRules,
  type PublishOutcome,
} from '@posthorn/events'
import type { FairTurns } from '@posthorn/fairness'
import { invalidFields } from '@posthorn/runtime'
import { inSpan } from '@posthorn/tracing'
import { refusalOf } from './event-type-check.ts'
import { parsedBytesOf } from './parsed-bytes.ts'
import { eventId, type Publisher, type PublishingDependencies, toPublished } from './publish-event.ts'
import { publishForTenant } from './publish-for-tenant.ts'

/** So that a batch is stored in less time than its publisher waits for it. */
const DELIVERIES_MAX = 100_000
/** Field errors in a reply. A thousand items with twenty each would be 20 MiB, which would block the event loop. */
const ERRORS_MAX = 200

/** What the rules decide about an item. */
type Item =
  | { kind: 'new'; event: ComposedEvent }
  /** A previous item has the same external id. */
  | { kind: 'duplicate'; externalId: string }
  /** An event with its external id may have been stored when the rules still allowed it. */
  | { kind: 'refused'; problem: ProblemError; externalId?: string | undefined }

/** Publishes many events: stores those that the rules allow in one transaction, then adds their deliveries to the queue. */
export async function publishBatch(
  dependencies: PublishingDependencies,
  publisher: Publisher,
  inputs: readonly (EventInput | ProblemError)[],
): Promise<BatchResult[]> {
  const types = inputs.flatMap((one) => (one instanceof ProblemError ? [] : one.type))
  return publishForTenant(dependencies.rules, publisher, [...new Set(types)], (rules, version) =>
    publishBatchWith(rules, version, { dependencies, publisher, inputs }),
  )
}

/** @param version undefined for current rules */
async function publishBatchWith(
  rules: PublishingRules,
  version: RulesVersion | undefined,
  {
    dependencies: { database, queue, live, largeTransactions, turns, schemas, log },
    publisher,
    inputs,
  }: {
    dependencies: PublishingDependencies
    publisher: Publisher
    inputs: readonly (EventInput | ProblemError)[]
  },
): Promise<PublishOutcome<BatchResult[], ProblemError>> {
  const eventTypes = { rules, schemas, tenantId: publisher.tenantId }
  const checked = await Promise.all(
    inputs.map(async (input) =>
      input instanceof ProblemError ? input : { input, problem: await refusalOf(eventTypes, input) },
    ),
  )
  const deciding = decideItems(checked, { publisher, rules, version, turns })
  const items = await turns.run(publisher.tenantId, deciding)
  if (items === 'too_many_deliveries') return { outcome: 'refused', refusal: tooManyDeliveries() }
  // Only storing an event compares the version: without any, nothing confirms that the cached rules are current.
  if (version !== undefined && eventsOf(items).length === 0) return { outcome: 'stale' }

  const batch = await inSpan(
    'store',
    () => ({ parent: publisher.trace }),
    () => store({ database, largeTransactions }, publisher, items),
  )
  if (batch.outcome === 'stale') return { outcome: 'stale' }
  const stored = eventsOf(items).filter(({ id }) => batch.stored.has(id))
  enqueueDeliveries({ queue, live, log, trace: publisher.trace }, ...stored)
  return { outcome: 'stored', result: resultsOf(items, stored, batch.previous) }
}

/** An event, and why it may not be published. */
interface CheckedInput {
  input: EventInput
  problem: ProblemError | undefined
}

interface DecisionContext {
  publisher: Publisher
  rules: PublishingRules
  version: RulesVersion | undefined
  turns: FairTurns
}

/** Decides about each item, in slices, and stops when they make too many deliveries. */
function* decideItems(
  checked: readonly (CheckedInput | ProblemError)[],
  context: DecisionContext,
): Generator<unknown, Item[] | 'too_many_deliveries'> {
  const items: Item[] = []
  const seen = new Set<string>()
  let deliveries = 0
  for (const [index, one] of checked.entries()) {
    yield
    const bytes = one instanceof ProblemError ? 0 : parsedBytesOf(context.rules, one.input)
    const deciding = decideItem(one, index, seen, context)
    const item = yield* context.turns.withMemory(context.publisher.tenantId, bytes, deciding)
    if (item.kind === 'new') deliveries += item.event.deliveries.length
    if (deliveries > DELIVERIES_MAX) return 'too_many_deliveries'
    items.push(item)
  }
  return items
}

function* decideItem(
  checked: CheckedInput | ProblemError,
  index: number,
  seen: Set<string>,
  { publisher, rules, version }: DecisionContext,
): Generator<undefined, Item> {
  if (checked instanceof ProblemError) return { kind: 'refused', problem: checked }
  const { input, problem } = checked
  const { externalId } = input
  if (externalId !== undefined && seen.has(externalId)) return { kind: 'duplicate', externalId }
  if (problem !== undefined) return { kind: 'refused', problem, externalId }
  if (externalId !== undefined) seen.add(externalId)
  const id = eventId(publisher, index)
  const event = yield* composeEventInSlices({ ...input, id }, rules.subscriptions, publisher.at)
  return { kind: 'new', event: { ...event, rules: version } }
}

function tooManyDeliveries(): ProblemError {
  const message = `would make more than ${DELIVERIES_MAX} deliveries at once: send fewer events`
  return invalidFields([{ path: 'events', message }])
}

function eventsOf(items: readonly Item[]): ComposedEvent[] {
  return items.flatMap((item) => (item.kind === 'new' ? item.event : []))
}

/** A batch uses a connection for longer than an event, so it waits for its tenant's turn. */
function store(
  { database, largeTransactions }: Pick<PublishingDependencies, 'database' | 'largeTransactions'>,
  { tenantId }: Publisher,
  items: readonly Item[],
): Promise<BatchOutcome> {
  const otherExternalIds = items.flatMap((item) => (item.kind === 'refused' ? (item.externalId ?? []) : []))
  const batch = { tenantId, events: eventsOf(items), otherExternalIds }
  return largeTransactions(tenantId, () => storeEventBatch(database, batch))
}

/** The result of each item, in their order. */
function resultsOf(
  items: readonly Item[],
  stored: readonly ComposedEvent[],
  previous: readonly StoredEvent[],
): BatchResult[] {
  const fresh = stored.map(({ externalId = null, deliveries, ...event }) => ({
    ...event,
    externalId,
    deliveries: deliveries.length,
  }))
  const rows = [...fresh, ...previous]
  const own = new Map(rows.map((row) => [row.id, row]))
  const firsts = new Map(rows.map((row) => [row.externalId, row]))
  const firstsBefore = new Map(previous.map((row) => [row.externalId, row]))
  const refused = refusedItems()

  return items.map((item): BatchResult => {
    switch (item.kind) {
      case 'new':
        return accepted(own.get(item.event.id)) ?? duplicate(firsts.get(item.event.externalId ?? null))
      case 'duplicate':
        return duplicate(firsts.get(item.externalId))
      case 'refused': {
        const first = item.externalId === undefined ? undefined : firstsBefore.get(item.externalId)
        return first === undefined ? refused(item.problem) : duplicate(first)
      }
    }
  })
}

function accepted(row: StoredEvent | undefined): BatchResult | undefined {
  return row === undefined ? undefined : { status: 202, event: toPublished(row, false) }
}

function duplicate(row: StoredEvent | undefined): BatchResult {
  if (row === undefined) throw new Error('nothing was stored, and there is no previous event')
  return { status: 200, event: toPublished(row, true) }
}

/** Makes the results of refused items, in their order: with all their field errors while there are few, then with the first. */
function refusedItems(): (problem: ProblemError) => BatchResult {
  let left = ERRORS_MAX
  return (problem) => {
    const count = problem.errors?.length ?? 0
    const shown = Math.max(1, Math.min(count, left))
    left = Math.max(0, left - count)
    return refusedItem(count > shown ? invalidFields([...(problem.errors ?? [])], shown) : problem)
  }
}

function refusedItem({ code, message, errors }: ProblemError): BatchResult {
  return {
    status: PROBLEMS[code].status === 413 ? 413 : 400,
    error: { code, detail: message, ...(errors === undefined ? {} : { errors }) },
  }
}

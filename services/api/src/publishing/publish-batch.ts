import { type BatchResult, PROBLEMS, ProblemError } from '@posthorn/contracts'
import {
  type BatchOutcome,
  type NewStoredEvent,
  type PublishingRules,
  type RulesVersion,
  type StoredPublication,
  storeEventBatch,
} from '@posthorn/database'
import { enqueueDeliveries } from '@posthorn/events'
import type { FairTurns } from '@posthorn/fairness'
import { invalidFields } from '@posthorn/service'
import { parsedBytesOf } from './parsed-bytes.ts'
import {
  composingPublication,
  type Publication,
  type Publisher,
  type PublishingDependencies,
  toPublished,
} from './publish-event.ts'
import { refusalOf } from './publishing-rules.ts'
import { withCurrentRules } from './with-current-rules.ts'

/** So that a batch is stored in less time than its publisher waits for it. */
const DELIVERIES_MAX = 100_000

/** What is to become of an item. */
type Item =
  | { kind: 'new'; event: NewStoredEvent }
  /** An earlier item has the same id of the publisher. */
  | { kind: 'repeat'; externalId: string }
  /** Its id may stand for an event that was published when it was still allowed. */
  | { kind: 'refused'; problem: ProblemError; externalId?: string | undefined }

/** Publishes many events: those that can be are stored in one transaction, then handed to the queue. */
export async function publishBatch(
  dependencies: PublishingDependencies,
  publisher: Publisher,
  publications: readonly (Publication | ProblemError)[],
): Promise<BatchResult[]> {
  const types = publications.flatMap((one) => (one instanceof ProblemError ? [] : one.event.type))
  return withCurrentRules(dependencies.rules, publisher, [...new Set(types)], (rules, version) =>
    publishBatchBy(rules, version, { dependencies, publisher, publications }),
  )
}

/** As `byTheRules` wants it. */
async function publishBatchBy(
  rules: PublishingRules,
  version: RulesVersion | undefined,
  {
    dependencies: { database, queue, heavyLane, turns, schemas, log },
    publisher,
    publications,
  }: {
    dependencies: PublishingDependencies
    publisher: Publisher
    publications: readonly (Publication | ProblemError)[]
  },
): Promise<BatchResult[] | undefined> {
  const catalogue = { rules, schemas, tenantId: publisher.tenantId }
  const judged = await Promise.all(
    publications.map(async (one) =>
      one instanceof ProblemError ? one : { ...one, problem: await refusalOf(catalogue, one) },
    ),
  )
  const judging = judgingItems(judged, { publisher, rules, version, turns })
  const items = await turns.run(publisher.tenantId, judging)
  // Only what is stored shows that the rules still count.
  if (version !== undefined && (items === 'too_many_deliveries' || eventsOf(items).length === 0))
    return undefined
  if (items === 'too_many_deliveries') throw tooManyDeliveries()

  const outcome = await store({ database, heavyLane }, publisher, items)
  if (outcome === undefined) return undefined
  const stored = eventsOf(items).filter(({ id }) => outcome.stored.has(id))
  enqueueDeliveries({ queue, log }, ...stored)
  return resultsOf(items, stored, outcome)
}

/** A publication, and why it may not be published, if so. */
type Judged = Publication & { problem: ProblemError | undefined }

interface Judgement {
  publisher: Publisher
  rules: PublishingRules
  version: RulesVersion | undefined
  turns: FairTurns
}

/** Says in pieces what is to become of each item, and stops when they make too many deliveries. */
function* judgingItems(
  publications: readonly (Judged | ProblemError)[],
  judgement: Judgement,
): Generator<unknown, Item[] | 'too_many_deliveries'> {
  const items: Item[] = []
  const seen = new Set<string>()
  let deliveries = 0
  for (const [index, publication] of publications.entries()) {
    yield
    const bytes = publication instanceof ProblemError ? 0 : parsedBytesOf(judgement.rules, publication)
    const judging = judgingItem(publication, index, seen, judgement)
    const item = yield* judgement.turns.holding(judgement.publisher.tenantId, bytes, judging)
    if (item.kind === 'new') deliveries += item.event.deliveries.length
    if (deliveries > DELIVERIES_MAX) return 'too_many_deliveries'
    items.push(item)
  }
  return items
}

function* judgingItem(
  publication: Judged | ProblemError,
  index: number,
  seen: Set<string>,
  { publisher, rules, version }: Judgement,
): Generator<undefined, Item> {
  if (publication instanceof ProblemError) return { kind: 'refused', problem: publication }
  const { id: externalId } = publication.event
  if (externalId !== undefined && seen.has(externalId)) return { kind: 'repeat', externalId }
  const { problem } = publication
  if (problem !== undefined) return { kind: 'refused', problem, externalId }
  if (externalId !== undefined) seen.add(externalId)
  const event = yield* composingPublication(publisher, publication, index, rules)
  return { kind: 'new', event: { ...event, rules: version } }
}

function tooManyDeliveries(): ProblemError {
  const message = `would make more than ${DELIVERIES_MAX} deliveries at once: send fewer events`
  return invalidFields([{ path: 'events', message }])
}

function eventsOf(items: readonly Item[]): NewStoredEvent[] {
  return items.flatMap((item) => (item.kind === 'new' ? item.event : []))
}

/** A batch holds a connection for longer than an event: so it waits for its tenant's turn. */
function store(
  { database, heavyLane }: Pick<PublishingDependencies, 'database' | 'heavyLane'>,
  { tenantId }: Publisher,
  items: readonly Item[],
): Promise<BatchOutcome | undefined> {
  const otherExternalIds = items.flatMap((item) => (item.kind === 'refused' ? (item.externalId ?? []) : []))
  const batch = { tenantId, events: eventsOf(items), otherExternalIds }
  return heavyLane(tenantId, () => storeEventBatch(database, batch))
}

/** The answer to each item, in their order. */
function resultsOf(
  items: readonly Item[],
  stored: readonly NewStoredEvent[],
  { earlier }: BatchOutcome,
): BatchResult[] {
  const fresh = stored.map(({ externalId = null, deliveries, ...event }) => ({
    ...event,
    externalId,
    deliveries: deliveries.length,
  }))
  const rows = [...fresh, ...earlier]
  const own = new Map(rows.map((row) => [row.id, row]))
  const firsts = new Map(rows.map((row) => [row.externalId, row]))
  const firstsBefore = new Map(earlier.map((row) => [row.externalId, row]))

  return items.map((item): BatchResult => {
    switch (item.kind) {
      case 'new':
        return accepted(own.get(item.event.id)) ?? repeat(firsts.get(item.event.externalId ?? null))
      case 'repeat':
        return repeat(firsts.get(item.externalId))
      case 'refused': {
        const first = item.externalId === undefined ? undefined : firstsBefore.get(item.externalId)
        return first === undefined ? refusal(item.problem) : repeat(first)
      }
    }
  })
}

function accepted(row: StoredPublication | undefined): BatchResult | undefined {
  return row === undefined ? undefined : { status: 202, event: toPublished(row, false) }
}

function repeat(row: StoredPublication | undefined): BatchResult {
  if (row === undefined) throw new Error('nothing was stored, and there is no earlier event')
  return { status: 200, event: toPublished(row, true) }
}

function refusal({ code, message, errors }: ProblemError): BatchResult {
  return {
    status: PROBLEMS[code].status === 413 ? 413 : 400,
    error: { code, detail: message, ...(errors === undefined ? {} : { errors }) },
  }
}

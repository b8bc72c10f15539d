import type { ProblemError, TenantId } from '@posthorn/contracts'
import type { EventInput, PublishingRules } from '@posthorn/events'
import { invalidFields } from '@posthorn/runtime'
import type { SchemaChecker } from './schema-checker.ts'

/** The rules for event types, and what checks data against their schemas. */
export interface EventTypeRules {
  rules: Pick<PublishingRules, 'strict' | 'types'>
  schemas: Pick<SchemaChecker, 'issuesInData'>
  /** Tenants take turns when data is checked. */
  tenantId: TenantId
}

type CheckedEvent = Pick<EventInput, 'type' | 'data'>

/** The rules that an event was checked against, and the result. */
interface EventTypeCheck {
  isStrict: boolean
  known: KnownType | null | undefined
  refusal: ProblemError | undefined
}

type KnownType = NonNullable<ReturnType<EventTypeRules['rules']['types']['get']>>

/** An event that cached rules refuse is checked again with the current ones: its data only when they differ. */
const checks = new WeakMap<CheckedEvent, EventTypeCheck>()

/** Why an event may not be published; undefined when it may. */
export async function refusalOf(
  eventTypes: EventTypeRules,
  event: CheckedEvent,
): Promise<ProblemError | undefined> {
  const { rules } = eventTypes
  const known = rules.types.get(event.type)
  const previous = checks.get(event)
  if (previous !== undefined && previous.isStrict === rules.strict && isSameType(previous.known, known))
    return previous.refusal
  const refusal = await checkEventType(eventTypes, event, known)
  checks.set(event, { isStrict: rules.strict, known, refusal })
  return refusal
}

function isSameType(one: KnownType | null | undefined, other: KnownType | null | undefined): boolean {
  return one?.archived === other?.archived && one?.schema === other?.schema
}

async function checkEventType(
  { rules, schemas, tenantId }: EventTypeRules,
  { type, data }: CheckedEvent,
  known: KnownType | null | undefined,
): Promise<ProblemError | undefined> {
  if (known === undefined || known === null) {
    return rules.strict
      ? wrongType(`unknown event type "${type}": this tenant accepts only event types that exist`)
      : undefined
  }
  if (known.archived) return wrongType(`the event type "${type}" is archived: it accepts no new events`)
  if (known.schema === null) return undefined
  const issues = await schemas.issuesInData(tenantId, { schema: known.schema, data })
  return issues.length === 0 ? undefined : invalidFields(issues)
}

function wrongType(message: string): ProblemError {
  return invalidFields([{ path: 'type', message }])
}

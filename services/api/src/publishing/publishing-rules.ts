import type { ProblemError, TenantId } from '@posthorn/contracts'
import type { EventInput, PublishingRules } from '@posthorn/events'
import { invalidFields } from '@posthorn/service'
import type { SchemaChecker } from './schema-checker.ts'

/** The rules for event types, and what checks data against their schemas. */
export interface Catalogue {
  rules: Pick<PublishingRules, 'strict' | 'types'>
  schemas: Pick<SchemaChecker, 'faultsInData'>
  /** Tenants take turns when data is checked. */
  tenantId: TenantId
}

type Judged = Pick<EventInput, 'type' | 'data'>

/** The rules that an event was checked against, and the result. */
interface Judgement {
  isStrict: boolean
  known: KnownType | null | undefined
  refusal: ProblemError | undefined
}

type KnownType = NonNullable<ReturnType<Catalogue['rules']['types']['get']>>

/** An event that cached rules refuse is checked again with the current ones: its data only when they differ. */
const judgements = new WeakMap<Judged, Judgement>()

/** Why an event may not be published; undefined when it may. */
export async function refusalOf(catalogue: Catalogue, event: Judged): Promise<ProblemError | undefined> {
  const { rules } = catalogue
  const known = rules.types.get(event.type)
  const previous = judgements.get(event)
  if (previous !== undefined && previous.isStrict === rules.strict && isSameType(previous.known, known))
    return previous.refusal
  const refusal = await judge(catalogue, event, known)
  judgements.set(event, { isStrict: rules.strict, known, refusal })
  return refusal
}

function isSameType(one: KnownType | null | undefined, other: KnownType | null | undefined): boolean {
  return one?.archived === other?.archived && one?.schema === other?.schema
}

async function judge(
  { rules, schemas, tenantId }: Catalogue,
  { type, data }: Judged,
  known: KnownType | null | undefined,
): Promise<ProblemError | undefined> {
  if (known === undefined || known === null) {
    return rules.strict
      ? wrongType(`there is no event type "${type}", and this tenant takes no others`)
      : undefined
  }
  if (known.archived) return wrongType(`the event type "${type}" is archived: it takes no new events`)
  if (known.schema === null) return undefined
  const faults = await schemas.faultsInData(tenantId, { schema: known.schema, data })
  return faults.length === 0 ? undefined : invalidFields(faults)
}

function wrongType(message: string): ProblemError {
  return invalidFields([{ path: 'type', message }])
}

import type { NewEvent, ProblemError, TenantId } from '@posthorn/contracts'
import type { PublishingRules } from '@posthorn/database'
import { invalidFields } from '@posthorn/service'
import type { SchemaChecker } from './schema-checker.ts'

/** What an event is judged by, beside its own form. */
export interface Catalogue {
  rules: Pick<PublishingRules, 'strict' | 'types'>
  schemas: Pick<SchemaChecker, 'faultsInData'>
  /** Whose turn it is when data is checked. */
  tenantId: TenantId
}

/** An event's own form, and the bytes of its data. */
interface Judged {
  event: Omit<NewEvent, 'data'>
  data: Uint8Array
}

/** What an event was refused or let pass by, and with what result. */
interface Judgement {
  isStrict: boolean
  known: KnownType | null | undefined
  refusal: ProblemError | undefined
}

type KnownType = NonNullable<ReturnType<Catalogue['rules']['types']['get']>>

/** An event that cached rules refuse is judged again by the current ones: its data is checked again only when they differ. */
const judgements = new WeakMap<Judged['event'], Judgement>()

/** Why an event may not be published; undefined when it may. */
export async function refusalOf(
  catalogue: Catalogue,
  { event, data }: Judged,
): Promise<ProblemError | undefined> {
  const { rules } = catalogue
  const known = rules.types.get(event.type)
  const previous = judgements.get(event)
  if (previous !== undefined && previous.isStrict === rules.strict && isSameType(previous.known, known))
    return previous.refusal
  const refusal = await judge(catalogue, { event, data }, known)
  judgements.set(event, { isStrict: rules.strict, known, refusal })
  return refusal
}

function isSameType(one: KnownType | null | undefined, other: KnownType | null | undefined): boolean {
  return one?.archived === other?.archived && one?.schema === other?.schema
}

async function judge(
  { rules, schemas, tenantId }: Catalogue,
  { event: { type }, data }: Judged,
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

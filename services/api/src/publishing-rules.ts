import type { NewEvent, ProblemError } from '@posthorn/contracts'
import type { PublishingRules } from '@posthorn/database'
import type { SchemaCache } from '@posthorn/event-schemas'
import { invalidFields } from '@posthorn/service'

/** What an event is judged by, beside its own form. */
export interface Catalogue {
  rules: Pick<PublishingRules, 'strict' | 'types'>
  schemas: SchemaCache
}

/** Why an event may not be published; undefined when it may. */
export function refusalOf(
  { rules, schemas }: Catalogue,
  { type, data }: Pick<NewEvent, 'type' | 'data'>,
): ProblemError | undefined {
  const known = rules.types.get(type)
  if (known === undefined || known === null) {
    return rules.strict
      ? wrongType(`there is no event type "${type}", and this tenant takes no others`)
      : undefined
  }
  if (known.archived) return wrongType(`the event type "${type}" is archived: it takes no new events`)
  if (known.schema === null) return undefined
  const places = schemas.checkOf(known.schema)(data)
  return places.length === 0 ? undefined : invalidFields(places)
}

function wrongType(message: string): ProblemError {
  return invalidFields([{ path: 'type', message }])
}

import { z } from 'zod'
import type { Provider } from '../provider.ts'

/** A JSON Schema of the draft 2020-12, as an object. */
export type ConfigSchema = Readonly<Record<string, unknown>>

/** The JSON Schema of the `config` of a source of this provider, with a title and a description of each member. */
export function configSchemaOf({ config }: Provider): ConfigSchema {
  return z.toJSONSchema(config, { io: 'input' })
}

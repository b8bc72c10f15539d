import { z } from 'zod'
import { firstOf, headerField, type MessageField, scalarField } from '../reading/message-fields.ts'

/** The name of a header. */
export const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/, 'expected the name of a header, at most 64 characters')

const fieldPath = z
  .string()
  .regex(/^[^.]{1,64}(?:\.[^.]{1,64}){0,7}$/, 'expected names separated by dots, such as "data.id"')

/** Config of generic providers: where type and id of an event are found. */
export const messageConfig = {
  typeHeader: headerName.optional().meta({
    title: 'Header with the event type',
    description: 'Its value becomes the type. Default: the type is in `typeField`',
  }),
  typeField: fieldPath.default('type').meta({
    title: 'Field with the event type',
    description: 'Path in the JSON body. An event without a type has the type `message`',
  }),
  idHeader: headerName.optional().meta({
    title: 'Header with the event id',
    description: 'Identifies duplicates. Set it only if the sender repeats the id in each retry',
  }),
  idField: fieldPath.optional().meta({
    title: 'Field with the event id',
    description: 'Path in the JSON body. Without an id, duplicates are found by body',
  }),
}

/** The values of {@link messageConfig}. */
export interface MessageConfig {
  typeHeader?: string | undefined
  typeField?: string | undefined
  idHeader?: string | undefined
  idField?: string | undefined
}

/** The type of an event of a generic provider. */
export function configuredType({ typeHeader, typeField = 'type' }: MessageConfig): MessageField {
  return firstOf(...headerFields(typeHeader), ...pathFields(typeField))
}

/** The id of an event of a generic provider; undefined if the source has none. */
export function configuredId({ idHeader, idField }: MessageConfig): MessageField | undefined {
  const fields = [...headerFields(idHeader), ...pathFields(idField)]
  return fields.length === 0 ? undefined : firstOf(...fields)
}

function headerFields(name: string | undefined): MessageField[] {
  return name === undefined ? [] : [headerField(name)]
}

function pathFields(path: string | undefined): MessageField[] {
  const [first, ...rest] = path?.split('.') ?? []
  return first === undefined ? [] : [scalarField(first, ...rest)]
}

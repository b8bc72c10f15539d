import { type FormatName, fullFormats } from 'ajv-formats/dist/formats.js'

/**
 * The formats that draft 2020-12 names (Validation, 7.3), as far as there are checks of them whose time grows with the text. A format that is
 * not here says nothing, as the draft allows; so do `url` and others of ajv's own, some of which take time that grows with its square.
 */
export const FORMAT_NAMES = [
  'date',
  'date-time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'json-pointer',
  'regex',
  'relative-json-pointer',
  'time',
  'uri',
  'uri-reference',
  'uri-template',
  'uuid',
] as const satisfies readonly FormatName[]

export const FORMATS = Object.fromEntries(FORMAT_NAMES.map((name) => [name, fullFormats[name]]))

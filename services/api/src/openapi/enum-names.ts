import type { JsonSchema } from './json-schema.ts'

/**
 * Adds a name for each enum value that begins with the enum's name, `DeliveryStatusFailed`, for openapi-generator and
 * oapi-codegen: in Go the constants of all enums share one namespace, and `failed` occurs in several.
 */
export function nameEnumValues(components: Record<string, JsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(components).map(([name, component]) => [
      name,
      component.enum === undefined
        ? component
        : { ...component, 'x-enum-varnames': component.enum.map((value) => `${name}${inPascalCase(value)}`) },
    ]),
  )
}

function inPascalCase(value: unknown): string {
  return String(value)
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
}

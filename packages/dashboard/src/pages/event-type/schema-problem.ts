/**
 * Why a text cannot be a schema.
 * @param text as it was typed; empty for no schema
 * @returns undefined for a JSON object, whose keywords the API checks
 */
export function schemaProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? undefined : 'A schema is a JSON object.'
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : String(error)}`
  }
}

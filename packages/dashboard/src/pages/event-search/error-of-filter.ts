/** What is wrong with a filter before it is sent; undefined when it is a JSON object. The API checks the rest. */
export function errorOfFilter(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? undefined : 'A filter is a JSON object, such as { "amount": { "$gte": 100 } }.'
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : String(error)}`
  }
}

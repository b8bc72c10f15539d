/** An error that the user can fix: shown as its message, without a stack. */
export class UserError extends Error {
  override name = 'UserError'
}

/** The text of an error that ends the program. */
export function explain(error: unknown): string {
  if (error instanceof UserError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

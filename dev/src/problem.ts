/** Something the user can put right: its message is shown as it is, without a stack. */
export class Problem extends Error {
  override name = 'Problem'
}

/** What to show of an error that ends the program. */
export function explain(error: unknown): string {
  if (error instanceof Problem) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

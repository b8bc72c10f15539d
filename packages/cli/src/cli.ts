/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What commands get of their process. */
export interface Cli {
  env: Environment
  homeDirectory: string
  input: NodeJS.ReadStream
  output: NodeJS.WriteStream
  notes: NodeJS.WriteStream
  now: () => Date
  /** From 0 to 1. */
  random: () => number
}

/** How a command ended. docs/cli.md lists them: they are part of the interface. */
export const EXIT_CODES = {
  ok: 0,
  /** The command was understood and did not succeed. */
  failed: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** The key is missing, unknown, or not allowed to do this. */
  unauthorized: 3,
  /** The server does not answer, or is unavailable. */
  unreachable: 4,
} as const

/** A number of {@link EXIT_CODES}. */
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES]

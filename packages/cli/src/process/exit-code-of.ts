import { PosthornError } from '@posthorn/client'
import { CommanderError } from 'commander'
import { CliError } from './cli-error.ts'
import { EXIT_CODES, type ExitCode } from './exit-code.ts'

/** How the command ends after an error; undefined for an error of the program itself. */
export function exitCodeOf(error: unknown): ExitCode | undefined {
  if (error instanceof CliError) return error.exitCode
  // Help and version end a command in the same way as a mistake, with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage
  if (!(error instanceof PosthornError)) return undefined
  const { status } = error
  if (status === 401 || status === 403) return EXIT_CODES.unauthorized
  if (status === undefined || (status >= 300 && status < 400) || status >= 502) return EXIT_CODES.unreachable
  return EXIT_CODES.failed
}

/** The message for the user; undefined when it was printed already. */
export function messageOf(error: unknown): string | undefined {
  if (error instanceof CommanderError) return undefined
  if (error instanceof PosthornError) {
    const fields = error.fields
      .map(({ path, message }) => `${path}: ${message}`)
      // The message of a single field is the message of the reply.
      .filter((field) => field !== error.message)
      .map((field) => `\n  ${field}`)
      .join('')
    const request = error.requestId === undefined ? '' : ` (request ${error.requestId})`
    return `${error.message}${fields}${request}`
  }
  if (error instanceof CliError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

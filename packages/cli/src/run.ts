import type { Cli } from './cli.ts'
import { escapeControls } from './output/escape-controls.ts'
import { EXIT_CODES, type ExitCode } from './process/exit-code.ts'
import { exitCodeOf, messageOf } from './process/exit-code-of.ts'
import { createProgram } from './program.ts'

/** Runs a command and prints what went wrong. */
export async function run(cli: Cli, args: readonly string[]): Promise<ExitCode> {
  const program = createProgram(cli)
  try {
    if (args.length === 0) {
      program.outputHelp({ error: true })
      return EXIT_CODES.usage
    }
    await program.parseAsync(args, { from: 'user' })
    return EXIT_CODES.ok
  } catch (error) {
    const message = messageOf(error)
    if (message) cli.notes.write(`posthorn: ${escapeControls(message)}\n`)
    return exitCodeOf(error) ?? EXIT_CODES.failed
  }
}

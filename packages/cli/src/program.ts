import { Command } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import type { Cli } from './cli.ts'
import { addCompletion } from './commands/completion.ts'
import { addDeliveries } from './commands/deliveries.ts'
import { addEndpoints } from './commands/endpoints.ts'
import { addEvents } from './commands/events.ts'
import { addImport } from './commands/import-svix.ts'
import { addListen } from './commands/listen.ts'
import { addLogin } from './commands/login.ts'
import { addOpen } from './commands/open.ts'
import { addPublish } from './commands/publish.ts'
import { addReplay } from './commands/replay.ts'
import { addSources } from './commands/sources.ts'
import { addTail } from './commands/tail.ts'
import { addTrigger } from './commands/trigger.ts'
import { addVerify } from './commands/verify.ts'

/** In the order of the help. */
const COMMANDS = [
  addLogin,
  addListen,
  addTrigger,
  addPublish,
  addTail,
  addEvents,
  addDeliveries,
  addEndpoints,
  addSources,
  addReplay,
  addVerify,
  addOpen,
  addImport,
  addCompletion,
]

const HELP = `
Settings come from options, then from the environment, then from the profile that "posthorn login" has stored.

Environment:
  POSTHORN_URL         URL of the API
  POSTHORN_API_KEY     API key
  POSTHORN_TENANT      tenant to work on
  POSTHORN_PROFILE     profile to use
  NODE_EXTRA_CA_CERTS  file with certificates to trust, for an API with a private one

Exit codes:
  0    the command succeeded, or was stopped
  1    it failed
  2    the command line or the configuration is wrong
  3    the API key is missing, unknown, or not allowed to do this
  4    Posthorn cannot be reached, or is unavailable
  130  a second Ctrl-C or signal ended it at once

"posthorn <command> --help" shows the options of a command, with examples.`

/** The command line, with all commands. Commander throws instead of ending the process. */
export function createProgram(cli: Cli): Command {
  const program = new Command('posthorn')
    .description('Bring events to your machine, publish, inspect and replay them.')
    .version(manifest.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .showHelpAfterError('(add --help for the options)')
    // A subcommand may have an option of the same name.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => cli.output.write(text),
      writeErr: (text) => cli.notes.write(text),
    })
    .addHelpText('after', HELP)
  for (const add of COMMANDS) add(program, cli)
  return program
}

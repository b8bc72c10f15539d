import { parseArgs } from 'node:util'
import { ConfigError, parseConfig, VARIABLES } from '@posthorn/runtime/config'
import { createAdminApi } from './admin-api.ts'
import { COMMANDS, type Command } from './commands.ts'

const usageOf = (name: string, { parameters }: Command) => [name, ...parameters].join(' ')

const HELP = `Operates a running Posthorn through its API.

  npm run admin -- COMMAND [--json] [--url URL]

${Object.entries(COMMANDS)
  .map(([name, command]) => `  ${usageOf(name, command).padEnd(26)}${command.what}`)
  .join('\n')}

  --json        prints JSON
  --url URL     of the API. Default: http://127.0.0.1 with API_PORT

POSTHORN_ADMIN_KEY is the admin key. Changes are in the audit log, with the actor "admin". In a container the command is
node services/api/src/admin-cli/main.ts.
`

/** @throws ConfigError with the usage, for an unknown option */
function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' }, url: { type: 'string' } },
    })
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`)
  }
}

/** @throws ConfigError when the command is unknown or its arguments do not fit */
function commandOf(name: string, args: readonly string[]): Command {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) throw new ConfigError(`There is no command "${name}".\n\n${HELP}`)
  const required = command.parameters.filter((parameter) => !parameter.startsWith('[')).length
  if (args.length < required || args.length > command.parameters.length) {
    throw new ConfigError(
      `"${name}" has ${args.length} arguments: expected ${usageOf(name, command)}\n\n${HELP}`,
    )
  }
  return command
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments()
  const [name, ...args] = positionals
  if (values.help || name === undefined) {
    process.stdout.write(HELP)
    if (!values.help) process.exitCode = 1
    return
  }
  const command = commandOf(name, args)
  const config = parseConfig(
    { POSTHORN_ADMIN_KEY: VARIABLES.POSTHORN_ADMIN_KEY, API_PORT: VARIABLES.API_PORT },
    process.env,
  )
  const api = createAdminApi(values.url ?? `http://127.0.0.1:${config.API_PORT}`, config.POSTHORN_ADMIN_KEY)
  const { json, text } = await command.run(api, args, (line) => void process.stderr.write(`${line}\n`))
  process.stdout.write(values.json ? `${JSON.stringify(json, undefined, 2)}\n` : text)
}

try {
  await main()
} catch (error) {
  const text = error instanceof ConfigError ? error.message : (error as Error).stack
  process.stderr.write(`${text}\n`)
  process.exitCode = 1
}

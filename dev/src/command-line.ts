import { type ParseArgsConfig, parseArgs } from 'node:util'

type Options = NonNullable<ParseArgsConfig['options']>

/**
 * Parses the command line of a command.
 * @returns the options, or an exit code after --help or an invalid option
 */
export function readCommandLine<const Given extends Options>(args: string[], options: Given, help: string) {
  try {
    const { values } = parseArgs({ args, options: { ...options, help: { type: 'boolean', short: 'h' } } })
    if (!('help' in values) || values.help !== true) return { values, exitCode: undefined }
    console.log(help)
    return { values: undefined, exitCode: 0 }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`)
    return { values: undefined, exitCode: 1 }
  }
}

/** Options that npm consumed: `npm start --port=9000`, without "--" before them, reaches the command only as a variable. */
export function optionsTakenByNpm(
  environment: Record<string, string | undefined>,
  variableNames: readonly string[],
): string[] {
  const optionNames = new Set(['port', ...variableNames.map((name) => name.toLowerCase())])
  return Object.keys(environment)
    .filter((name) => name.startsWith('npm_config_') && optionNames.has(name.slice('npm_config_'.length)))
    .map((name) => `--${name.slice('npm_config_'.length).replaceAll('_', '-')}`)
}

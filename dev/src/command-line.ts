import { type ParseArgsConfig, parseArgs } from 'node:util'

type Options = NonNullable<ParseArgsConfig['options']>

/**
 * Reads the command line of one of our commands.
 * @returns the options, or the exit code when there is nothing more to do: --help was answered, or an option refused
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

/**
 * Options that were meant for us: `npm start --port=9000`, without "--" before them, hands them to npm, which only passes
 * them on as variables.
 */
export function optionsTakenByNpm(
  environment: Record<string, string | undefined>,
  variableNames: readonly string[],
): string[] {
  const ours = new Set(['port', ...variableNames.map((name) => name.toLowerCase())])
  return Object.keys(environment)
    .filter((name) => name.startsWith('npm_config_') && ours.has(name.slice('npm_config_'.length)))
    .map((name) => `--${name.slice('npm_config_'.length).replaceAll('_', '-')}`)
}

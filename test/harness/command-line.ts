import { type ParseArgsConfig, parseArgs } from 'node:util'

/** An invalid option. */
export class OptionError extends Error {
  override readonly name = 'OptionError'
}

/**
 * Runs a command: the work or the help; for an invalid option, prints what is wrong.
 * @returns the exit code
 */
export async function runCommandLine<Options extends object>({
  read,
  help,
  work,
}: {
  read: () => Options | 'help'
  help: string
  work: (options: Options) => Promise<number>
}): Promise<number> {
  try {
    const options = read()
    if (options !== 'help') return await work(options)
    console.log(help)
    return 0
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    console.error(`${error.message}\n\n${help}`)
    return 1
  }
}

/**
 * Reads a command line.
 * @throws OptionError
 */
export function parseOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error))
  }
}

/** @throws OptionError */
export function wholeNumber(name: string, text: string, { min, max }: { min: number; max: number }): number {
  const value = numberIn(text)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new OptionError(`${name}: expected a whole number from ${min} to ${max}, got "${text}"`)
}

/** @throws OptionError */
export function numberAbove(
  name: string,
  text: string,
  { above, max }: { above: number; max: number },
): number {
  const value = numberIn(text)
  if (value > above && value <= max) return value
  throw new OptionError(`${name}: expected a number above ${above}, at most ${max}, got "${text}"`)
}

/**
 * The backend of the queue: by default Redis if there is one.
 * @throws OptionError
 */
export function queueBackend(
  text: string | undefined,
  { hasRedis }: { hasRedis: boolean },
): 'redis' | 'postgres' {
  const queue = text ?? (hasRedis ? 'redis' : 'postgres')
  if (queue !== 'redis' && queue !== 'postgres') {
    throw new OptionError(`--queue: expected redis or postgres, got "${queue}"`)
  }
  if (queue === 'redis' && !hasRedis) {
    throw new OptionError('--queue redis: there is no redis-server on the PATH')
  }
  return queue
}

/** `Number('')` is 0. */
function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}

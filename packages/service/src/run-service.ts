import closeWithGrace from 'close-with-grace'
import { ConfigError } from './config.ts'
import type { LogOutput } from './logging/log-output.ts'
import { createLogger, type Logger, standardOutput } from './logging/logger.ts'
import { createReleases } from './releases.ts'

/** How long a service may take to stop. What is not done by then is done again by another process. */
const STOP_MS = 28_000
/** How long the last lines of the log may take. */
const LAST_LINES_MS = 1000

export interface ServiceContext<Config> {
  config: Config
  logger: Logger
  /** What has been acquired adds its release here, at once. */
  releases: ReturnType<typeof createReleases>
  isStopping: () => boolean
}

export interface Service<Config> {
  name: string
  /** `process.env`, which nothing but `main.ts` reads. */
  environment: Record<string, string | undefined>
  readConfig: (environment: Record<string, string | undefined>) => Config
  /** Builds the service and starts it. Returns the URL it listens on. */
  start: (context: ServiceContext<Config>) => Promise<string>
}

/**
 * The life of a service process, from configuration to exit. A signal or an unexpected exception takes the one way
 * out: readiness turns red, then what was acquired is released, last in, first out.
 */
export async function runService<Config extends { LOG_LEVEL: string }>(
  service: Service<Config>,
): Promise<void> {
  const config = configOrExit(service)
  const output = standardOutput()
  const logger = createLogger({ service: service.name, level: config.LOG_LEVEL, output })
  surviveWithoutReader(output)
  const releases = createReleases(logger)
  let stopping = false

  closeWithGrace({ delay: STOP_MS, logger: false }, async ({ err, signal }) => {
    stopping = true
    if (err) logger.fatal({ err }, 'service.failed')
    else logger.info({ signal }, 'service.stopping')
    await releases.run()
    logger.info('service.stopped')
    await writeLastLines(output)
  })

  try {
    const url = await service.start({ config, logger, releases, isStopping: () => stopping })
    logger.info({ url, pid: process.pid }, 'service.listening')
  } catch (error) {
    // What the operator can put right needs no stack.
    const fields = error instanceof ConfigError ? { reason: error.message } : { err: error }
    logger.fatal(fields, 'service.not_started')
    await releases.run()
    await writeLastLines(output)
    process.exit(1)
  }
}

/**
 * A service whose log is no longer read goes on without one: what it was told to deliver matters more. Warnings of
 * Node.js go to standard error, and must not end it either.
 */
function surviveWithoutReader(output: LogOutput): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  process.on('exit', () => output.flushSync())
}

async function writeLastLines(output: LogOutput): Promise<void> {
  const isDone = await output.flush(LAST_LINES_MS)
  // A write that blocks, as on a terminal that was stopped with Ctrl-S, would hold up `process.exit` for ever.
  if (!isDone) process.kill(process.pid, 'SIGKILL')
}

/** A wrong configuration is the operator's to mend: the problems, no stack. */
function configOrExit<Config>({ readConfig, environment }: Service<Config>): Config {
  try {
    return readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`)
      process.exit(1)
    }
    throw error
  }
}

import closeWithGrace from 'close-with-grace'
import { type CleanupStack, createCleanupStack } from './cleanup-stack.ts'
import { ConfigError } from './config.ts'
import type { LogOutput } from './logging/log-output.ts'
import { createLogger, type Logger, standardOutput } from './logging/logger.ts'
import { startTracing, type TracingConfig } from './start-tracing.ts'

/** Time limit for stopping. Another process repeats unfinished work. */
const STOP_MS = 28_000
/** Time limit for the last lines of the log. */
const LAST_LINES_MS = 2000

export interface ServiceContext<Config> {
  config: Config
  logger: Logger
  /** Add the release of each resource right after its acquisition. */
  cleanup: CleanupStack
  isStopping: () => boolean
}

/** Where a process listens. A process of several services has the URL of each. */
export interface Listening {
  url: string
  ingestUrl?: string
  workerUrl?: string
}

export interface Service<Config> {
  name: string
  /** `process.env`, which only `main.ts` reads. */
  environment: Record<string, string | undefined>
  readConfig: (environment: Record<string, string | undefined>) => Config
  /** Builds the service and starts it. */
  start: (context: ServiceContext<Config>) => Promise<Listening>
}

/**
 * Runs a service process, from configuration to exit. A signal and an unexpected exception end it the same way: readiness turns red,
 * then the cleanup runs.
 */
export async function runService<Config extends TracingConfig & { LOG_LEVEL: string }>(
  service: Service<Config>,
): Promise<void> {
  const config = configOrExit(service)
  const output = standardOutput()
  const logger = createLogger({ service: service.name, level: config.LOG_LEVEL, output })
  surviveWithoutReader(output)
  const cleanup = createCleanupStack(logger)
  let stopping = false

  closeWithGrace({ delay: STOP_MS, logger: false }, async ({ err, signal }) => {
    stopping = true
    if (err) logger.fatal({ err }, 'service.failed')
    else logger.info({ signal }, 'service.stopping')
    await cleanup.run()
    logger.info('service.stopped')
    await writeLastLines(output)
  })

  try {
    await startTracing(service.name, { config, logger, cleanup })
    const listening = await service.start({ config, logger, cleanup, isStopping: () => stopping })
    logger.info({ ...listening, pid: process.pid }, 'service.listening')
  } catch (error) {
    // A configuration error needs no stack.
    const fields = error instanceof ConfigError ? { reason: error.message } : { err: error }
    logger.fatal(fields, 'service.not_started')
    await cleanup.run()
    await writeLastLines(output)
    process.exit(1)
  }
}

/**
 * Keeps a service running after the reader of its log has gone: deliveries matter more. Warnings of Node.js on standard error must not
 * end it either.
 */
function surviveWithoutReader(output: LogOutput): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  process.on('exit', () => output.flushSync())
}

async function writeLastLines(output: LogOutput): Promise<void> {
  const isDone = await output.flush(LAST_LINES_MS)
  // A blocked write, as on a terminal that was stopped with Ctrl-S, would delay `process.exit` for ever.
  if (!isDone) process.kill(process.pid, 'SIGKILL')
}

/** Ends the process with the list of problems when the configuration is invalid. */
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

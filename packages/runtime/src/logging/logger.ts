import { pino } from 'pino'
import { foldRepeats } from './fold-repeats.ts'
import { LogOutput } from './log-output.ts'

export type Logger = pino.Logger

export interface LoggerOptions {
  service: string
  level: string
  /** Default: standard output. */
  output?: LogOutput
}

/**
 * The log of a service: JSON lines on standard output, one wide line for each event accepted and each attempt made. Lines that repeat
 * while a dependency is unavailable are counted. Secrets, signatures and authorization headers are redacted.
 */
export function createLogger({ service, level, output = standardOutput() }: LoggerOptions): Logger {
  const folded = foldRepeats()
  const logger: Logger = pino(
    {
      level,
      hooks: folded.hooks,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          '*.authorization',
          '*.cookie',
          '*.secret',
          '*.secrets',
          '*["stripe-signature"]',
          '*["x-hub-signature-256"]',
          '*["webhook-signature"]',
          '*["svix-signature"]',
        ],
        censor: '[hidden]',
      },
    },
    output,
  )
  folded.writeTo(logger)
  output.onLoss((lines) => logger.warn({ lines }, 'log.lines_dropped'))
  return logger
}

/** Standard output as the output of a log. Node.js opens its stream here, which makes a pipe non-blocking. */
export function standardOutput(): LogOutput {
  return new LogOutput(process.stdout.fd)
}

/** The same log without redaction, for the line of each attempt: redaction would cost more than the rest of the line. */
export function withoutRedaction(logger: Logger): Logger {
  return logger.child({}, { redact: [] })
}

import { pino } from 'pino'

export type Logger = pino.Logger

/**
 * The log of a service: JSON lines on standard output, one wide line for each event accepted and each attempt made.
 * Secrets, signatures and authorization headers are removed, should they ever get here.
 */
export function createLogger({ service, level }: { service: string; level: string }): Logger {
  return pino({
    level,
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
  })
}

/**
 * The same log for the one line of each attempt, whose fields are all named where it is written: looking through them for
 * secrets costs more than the rest of the line.
 */
export function withoutRedaction(logger: Logger): Logger {
  return logger.child({}, { redact: [] })
}

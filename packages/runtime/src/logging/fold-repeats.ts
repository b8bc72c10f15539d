import type { LogFn, Logger, LoggerOptions } from 'pino'
import { chainOf, RepeatedLines, type RepeatingLine, type Summary } from './repeated-lines.ts'

const INTERVAL_MS = 60_000
const LOOK_MS = 1000
const LEVELS: Record<number, RepeatingLine['level']> = { 40: 'warn', 50: 'error' }
const FAILED = /_failed$/
/** Changes of a dependency's state: each is logged once (readiness-probe.ts). */
const CHANGE = /^dependency\./
const UNAVAILABLE = new Set(['UnavailableError', 'EgressUnavailableError'])

/**
 * Folds the log lines that each event, delivery, request or reconnect would write while a dependency is unavailable
 * (`RepeatedLines`). A line is folded when it has `retrying: true`, a name that ends in `_failed`, or the error of an unavailable
 * dependency. The hook sees every line of a process.
 */
export function foldRepeats() {
  const repeated = new RepeatedLines(INTERVAL_MS)
  let timer: NodeJS.Timeout | undefined
  let logger: Logger | undefined

  function look(): void {
    for (const summary of repeated.due(performance.now())) if (logger !== undefined) write(logger, summary)
    if (!repeated.isEmpty) return
    clearInterval(timer)
    timer = undefined
  }

  const hooks: LoggerOptions['hooks'] = {
    logMethod(args, method: LogFn, level) {
      const line = repeatingLine(args, level)
      if (line !== undefined) {
        timer ??= setInterval(look, LOOK_MS).unref()
        if (!repeated.note(line, performance.now())) return
      }
      method.apply(this, args)
    },
  }
  return {
    hooks,
    /** Sets the log for summaries. */
    writeTo(target: Logger): void {
      logger = target
    },
  }
}

function repeatingLine(args: readonly unknown[], levelNumber: number): RepeatingLine | undefined {
  const level = LEVELS[levelNumber]
  const [fields, message] = args
  if (level === undefined || typeof message !== 'string' || typeof fields !== 'object' || fields === null) {
    return undefined
  }
  if (!('err' in fields) || 'repeated' in fields) return undefined
  const { err } = fields
  if (CHANGE.test(message)) return undefined
  const isRetried = 'retrying' in fields && fields.retrying === true
  const isRepeating =
    isRetried || FAILED.test(message) || chainOf(err).some(({ name }) => UNAVAILABLE.has(name))
  return isRepeating ? { level, message, err } : undefined
}

function write(logger: Logger, summary: Summary): void {
  switch (summary.kind) {
    case 'repeated': {
      const { level, message, err, count, windowMs } = summary
      logger[level]({ err, repeated: count, windowMs: Math.round(windowMs) }, message)
      return
    }
    case 'over': {
      const { message, total, durationMs } = summary
      logger.info({ of: message, total, durationMs: Math.round(durationMs) }, 'repetition.over')
      return
    }
  }
}

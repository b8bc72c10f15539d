import { escapeControls } from './escape-controls.ts'

const LINE_MAX = 600
const WARN = 40
const LEVEL_NAMES: Record<number, string> = { 40: 'WARN', 50: 'ERROR', 60: 'FATAL' }
/** Redundant fields, and those shown elsewhere in the line. */
const NOT_SHOWN = new Set(['level', 'time', 'pid', 'hostname', 'name', 'service', 'msg', 'v'])

/**
 * The line to show for a log line of a service; undefined below "warn". Text that is not pino's JSON, such as a stack
 * trace, is shown unchanged.
 */
export function renderLogLine(service: string, line: string): string | undefined {
  if (line.trim() === '') return undefined
  const prefix = service.padEnd(7)
  const entry = parseEntry(line)
  if (!entry) return `${prefix} ${shorten(escapeControls(line))}`
  if (entry.level < WARN) return undefined
  const pairs = Object.entries(entry.fields)
    .filter(([key, value]) => !NOT_SHOWN.has(key) && value !== undefined && value !== null)
    .map(([key, value]) => `${key}=${renderValue(value)}`)
  const level = (LEVEL_NAMES[entry.level] ?? String(entry.level)).padEnd(5)
  const text = [renderMessage(entry.fields['msg']), ...pairs].filter((part) => part !== '').join(' ')
  return `${prefix} ${level} ${shorten(escapeControls(text))}`
}

/** Skips lines below "warn" without parsing them: a busy service writes many. */
export function isRoutine(line: string): boolean {
  return line.startsWith('{"level":30,') || line.startsWith('{"level":20,') || line.startsWith('{"level":10,')
}

function parseEntry(line: string): { level: number; fields: Record<string, unknown> } | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const fields: Record<string, unknown> = JSON.parse(line)
    return typeof fields['level'] === 'number' ? { level: fields['level'], fields } : undefined
  } catch {
    return undefined
  }
}

function renderMessage(message: unknown): string {
  return typeof message === 'string' ? message : ''
}

function renderValue(value: unknown): string {
  if (typeof value === 'string') return /[\s"=]/.test(value) ? JSON.stringify(value) : value
  if (isError(value)) return JSON.stringify(value.code ? `${value.message} (${value.code})` : value.message)
  return JSON.stringify(value)
}

function isError(value: unknown): value is { message: string; code?: string } {
  return (
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
  )
}

function shorten(text: string): string {
  return text.length > LINE_MAX ? `${text.slice(0, LINE_MAX)}…` : text
}

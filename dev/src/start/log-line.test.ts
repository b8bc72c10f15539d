import { describe, expect, it } from 'vitest'
import { isRoutine, renderLogLine } from './log-line.ts'

const pino = (fields: object) => JSON.stringify({ level: 40, time: 1, pid: 2, hostname: 'h', ...fields })

describe('the log line of a service', () => {
  it('is shown from "warn" on, in one readable line', () => {
    const line = pino({ name: 'worker', endpointId: 'ep_1', waitMs: 30, msg: 'endpoint is failing' })
    expect(renderLogLine('worker', line)).toBe('worker  WARN  endpoint is failing endpointId=ep_1 waitMs=30')
  })

  it.each([
    [50, 'api     ERROR broken'],
    [60, 'api     FATAL broken'],
    [30, undefined],
  ])('of level %d is shown as %j', (level, shown) => {
    expect(renderLogLine('api', pino({ level, msg: 'broken' }))).toBe(shown)
  })

  it('shows the message of an error, not its stack', () => {
    const err = { type: 'Error', message: 'connect refused', code: 'ECONNREFUSED', stack: 'Error: …\n  at x' }
    expect(renderLogLine('api', pino({ err, msg: 'no database' }))).toBe(
      'api     WARN  no database err="connect refused (ECONNREFUSED)"',
    )
  })

  it('quotes values with spaces', () => {
    expect(renderLogLine('api', pino({ msg: 'm', reason: 'two words' }))).toBe(
      'api     WARN  m reason="two words"',
    )
  })

  it('is shown unchanged when it is not JSON', () => {
    expect(renderLogLine('ingest', 'TypeError: x is not a function')).toBe(
      'ingest  TypeError: x is not a function',
    )
    expect(renderLogLine('ingest', '{ not json')).toBe('ingest  { not json')
  })

  it('cannot move the cursor', () => {
    expect(renderLogLine('api', 'a\u001b[2Jb')).toBe('api     a\\u001b[2Jb')
    expect(renderLogLine('api', pino({ msg: 'a\u001b[2Jb' }))).toBe('api     WARN  a\\u001b[2Jb')
  })

  it('is shortened', () => {
    expect(renderLogLine('api', 'x'.repeat(10_000))?.length).toBeLessThan(700)
  })

  it('is not parsed below "warn"', () => {
    expect(isRoutine(pino({ level: 30 }))).toBe(true)
    expect(isRoutine(pino({ level: 40 }))).toBe(false)
    expect(isRoutine('Error: x')).toBe(false)
  })
})

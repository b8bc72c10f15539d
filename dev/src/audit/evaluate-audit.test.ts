import { describe, expect, it } from 'vitest'
import { type AuditException, AuditReport, evaluateAudit } from './evaluate-audit.ts'

const TODAY = '2026-11-27'
const id = (letter: string) => `GHSA-${[1, 2, 3].map(() => letter.repeat(4)).join('-')}`
const advisory = (letter: string, severity: string) => ({
  module_name: `package-${letter}`,
  severity,
  title: 'A hole',
  url: `https://github.com/advisories/${id(letter)}`,
  github_advisory_id: id(letter),
  findings: [{ version: '1.0.0', paths: ['.'] }],
})
const report = (...severities: string[]) =>
  AuditReport.parse({
    advisories: Object.fromEntries(
      severities.map((severity, index) => [index, advisory(String.fromCodePoint(97 + index), severity)]),
    ),
  })
const exception = (letter: string, expires: string): AuditException => ({
  id: id(letter),
  reason: 'The function with the hole is never called here.',
  expires,
})

describe('an audit', () => {
  it.each([
    ['info', 0],
    ['low', 0],
    ['moderate', 1],
    ['high', 1],
    ['critical', 1],
  ])('with an advisory of severity %s fails for %i', (severity, count) => {
    expect(evaluateAudit(report(severity), [], TODAY).failed).toHaveLength(count)
  })

  it('passes what an exception covers, through its expiry date', () => {
    for (const [expires, failed] of [
      ['2026-11-28', 0],
      [TODAY, 0],
      ['2026-11-26', 1],
    ] as const) {
      const result = evaluateAudit(report('high'), [exception('a', expires)], TODAY)
      expect([result.failed.length, result.excepted.length, result.expired.length]).toEqual([
        failed,
        1 - failed,
        failed,
      ])
    }
  })

  it('lists exceptions that are no longer needed', () => {
    const result = evaluateAudit(
      report('low'),
      [exception('a', '2027-01-01'), exception('z', '2020-01-01')],
      TODAY,
    )
    expect(result.unused.map((each) => each.id)).toEqual([id('a'), id('z')])
    expect(result.expired).toEqual([])
  })
})

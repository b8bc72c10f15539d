import { describe, expect, it } from 'vitest'
import { countTests, type Report, renderCounts } from './report.ts'

const REPORT: Report = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{}, {}, {}] }],
}

function lineOf(changes: Partial<Report>): string {
  return renderCounts(countTests({ ...REPORT, ...changes }))
}

describe('the last line of npm test', () => {
  it('counts passed and failed', () => {
    expect(lineOf({})).toBe('3 passed, 0 failed')
    expect(lineOf({ numFailedTests: 2 })).toBe('3 passed, 2 failed')
  })

  it('counts a file that could not be loaded as a failure', () => {
    expect(lineOf({ testResults: [{ status: 'failed', assertionResults: [] }] })).toBe('3 passed, 1 failed')
  })

  it('does not count a file with a failed test twice', () => {
    expect(lineOf({ numFailedTests: 1, testResults: [{ status: 'failed', assertionResults: [{}] }] })).toBe(
      '3 passed, 1 failed',
    )
  })

  it('counts skipped and todo tests, if any', () => {
    expect(lineOf({ numPendingTests: 1, numTodoTests: 2 })).toBe('3 passed, 0 failed, 3 skipped')
  })
})

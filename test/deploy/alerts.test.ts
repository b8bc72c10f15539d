import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { alerts, RULES_FILE } from '../metrics/monitoring-files.ts'
import { DEPLOY, TOOL_MS_MAX, toolOnPath } from './tool.ts'

const TESTS_FILE = path.join(DEPLOY, 'prometheus/alerts.test.yml')
const OPERATING = readFileSync(path.resolve(DEPLOY, '../docs/operating.md'), 'utf8')
const promtool = toolOnPath('promtool')

describe('each alert', () => {
  it.each(alerts())(
    '$alert has a section in docs/operating.md, to which it links',
    ({ alert, annotations }) => {
      expect(annotations.runbook_url).toBe(`docs/operating.md#${alert.toLowerCase()}`)
      const [, section = ''] = OPERATING.split(`\n### ${alert}\n`)
      const [text = ''] = section.split(/\n##+ /)
      expect(text.trim()).not.toMatch(/^\*\*/)
      expect(text).toContain('**Look at**')
      expect(text).toMatch(/\*\*Do\*\*|\*\*do\*\*/)
    },
  )

  it.each(alerts())('$alert has a test in which it fires', ({ alert }) => {
    expect(readFileSync(TESTS_FILE, 'utf8')).toContain(`ALERTS{alertname="${alert}",alertstate="firing"}`)
  })

  it('has a name of its own, and no section in docs/operating.md is about another one', () => {
    const names = alerts().map(({ alert }) => alert)
    const sections = [...OPERATING.matchAll(/^### (Posthorn\w+)$/gm)].map(([, name]) => name)
    expect(sections).toEqual(names)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe.skipIf(promtool === undefined)('promtool', () => {
  it.each([
    ['check', 'rules', RULES_FILE],
    ['test', 'rules', TESTS_FILE],
  ])('%s %s succeeds', { timeout: TOOL_MS_MAX }, async (...args) => {
    expect(await promtool?.(...args)).toMatchObject({ code: 0, output: expect.stringContaining('SUCCESS') })
  })
})

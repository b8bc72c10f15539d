import { resolve } from 'node:path'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { isStale, type MadeFile, makeFiles } from './files.ts'

const LINT_MS = 30_000

describe('the OpenAPI document', () => {
  let files: MadeFile[]
  let document: string
  beforeAll(async () => {
    files = await makeFiles()
    document = files[0]?.text ?? ''
  }, LINT_MS)

  it('and the generated client types match the routes: otherwise run `npm run openapi`', () => {
    expect(files.filter(isStale).map(({ name }) => name)).toEqual([])
  })

  it(
    'passes the rules of Redocly',
    async () => {
      const config = await createConfig({ extends: ['recommended-strict'] })
      const absoluteRef = resolve(import.meta.dirname, '../../docs/openapi.json')
      const problems = await lintFromString({ source: document, absoluteRef, config })
      const printed = problems.map(
        ({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`,
      )
      expect(printed).toEqual([])
    },
    LINT_MS,
  )
})

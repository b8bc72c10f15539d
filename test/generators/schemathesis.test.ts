import { randomInt } from 'node:crypto'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_KEY, type Posthorn, startPosthorn } from '../harness/posthorn.ts'
import { run } from './run-command.ts'
import { DOCUMENT, isLeftOut, pathOf, pythonWith } from './tools.ts'
import { createWorkspace, type Workspace } from './workspace.ts'

/** Another one in each run, unless it is given. A failure shows it among the arguments. */
const SEED = process.env['TEST_SCHEMATHESIS_SEED'] ?? String(randomInt(2 ** 31))
const RUN_SECONDS = 60
/** Its first phases have no time limit. */
const RUN_MS = 600_000
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
]

const python = await pythonWith('schemathesis', ['schemathesis==4.32.5'])

describe.skipIf(isLeftOut('schemathesis', python))('the API, tested by schemathesis', () => {
  let posthorn: Posthorn
  let workspace: Workspace
  beforeAll(async () => {
    workspace = await createWorkspace('schemathesis')
    // Samples are sent to ingest.
    posthorn = await startPosthorn({ services: ['api', 'ingest'] })
    // The tenant of the examples.
    await posthorn.api.put('/v1/tenants/acme', {})
  })
  afterAll(async () => {
    await posthorn?.stop()
    await workspace?.remove()
  })

  it('replies as the document describes', { timeout: RUN_MS }, async () => {
    const options = {
      url: posthorn.service('api').url,
      header: `Authorization: Bearer ${ADMIN_KEY}`,
      checks: CHECKS.join(','),
      phases: 'examples,coverage,fuzzing',
      // Another service has this operation.
      'exclude-operation-id': 'receiveWebhook',
      'max-examples': '10',
      'max-time': String(RUN_SECONDS),
      'request-timeout': '60',
      workers: '1',
      seed: SEED,
      warnings: 'off',
    }
    const args = [
      ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
      // They are open for longer than a request may take.
      '--exclude-operation-id=streamSearchHits',
      '--exclude-operation-id=watchTenant',
      '--exclude-operation-id=streamRelay',
    ]
    const printed = await run(path.join(pathOf(python), 'bin/st'), ['run', DOCUMENT, '--no-color', ...args], {
      cwd: workspace.path,
      deadlineMs: RUN_MS,
    })
    expect(printed).toMatch(/Test cases:\s+[1-9]/)
  })
})

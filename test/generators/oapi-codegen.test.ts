import { existsSync } from 'node:fs'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../harness/posthorn.ts'
import { run } from './run-command.ts'
import { tenantOfClients } from './tenant-of-clients.ts'
import { DOCUMENT, goProgram, isLeftOut, PROGRAMS, pathOf } from './tools.ts'
import { createWorkspace, type Workspace } from './workspace.ts'

const MODULE = 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2'
const RUNTIME = 'github.com/oapi-codegen/runtime@v1.9.0'
const STEP_MS = 600_000
const GO_MOD = 'module smoke\n\ngo 1.24\n'

const oapiCodegen = await goProgram('oapi-codegen', MODULE)

describe.skipIf(isLeftOut('oapi-codegen', oapiCodegen))('a client made by oapi-codegen', () => {
  let posthorn: Posthorn
  let workspace: Workspace
  beforeAll(async () => {
    workspace = await createWorkspace('oapi-codegen')
    posthorn = await startPosthorn({ services: ['api'] })
  })
  afterAll(async () => {
    await posthorn?.stop()
    await workspace?.remove()
  })

  it('compiles', { timeout: STEP_MS }, async () => {
    const options = { cwd: workspace.path, deadlineMs: STEP_MS }
    await mkdir(path.join(workspace.path, 'posthorn'))
    const args = ['-generate', 'types,client', '-package', 'posthorn', '-o', 'posthorn/client.go', DOCUMENT]
    await run(path.join(pathOf(oapiCodegen), 'oapi-codegen'), args, options)
    await writeFile(path.join(workspace.path, 'go.mod'), GO_MOD)
    await copyFile(path.join(PROGRAMS, 'smoke-oapi-codegen.go'), path.join(workspace.path, 'main.go'))
    await run('go', ['get', RUNTIME], options)
    await run('go', ['mod', 'tidy'], options)
    await run('go', ['vet', './...'], options)
    await run('go', ['build', '-o', 'smoke', '.'], options)
    expect(existsSync(path.join(workspace.path, 'smoke'))).toBe(true)
  })

  it('works', { timeout: STEP_MS }, async () => {
    const smoke = path.join(workspace.path, 'smoke')
    expect(await run(smoke, await tenantOfClients(posthorn), { deadlineMs: STEP_MS })).toBe('works\n')
  })
})

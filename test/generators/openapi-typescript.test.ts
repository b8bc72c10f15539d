import { copyFile, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import openapiTypescript, { astToString } from 'openapi-typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from './run-command.ts'
import { DOCUMENT, PROGRAMS } from './tools.ts'
import { createWorkspace, type Workspace } from './workspace.ts'

const COMPILE_MS = 600_000
const TEST = path.resolve(import.meta.dirname, '..')
const TSC = path.join(TEST, 'node_modules/typescript/bin/tsc')
const CONFIGURATION = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: 'nodenext',
    target: 'es2024',
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
  },
  files: ['smoke.ts'],
}

describe('types made by openapi-typescript, with its own defaults', () => {
  let workspace: Workspace
  beforeAll(async () => {
    workspace = await createWorkspace('openapi-typescript')
    await symlink(path.join(TEST, 'node_modules'), path.join(workspace.path, 'node_modules'))
    await writeFile(path.join(workspace.path, 'package.json'), '{ "type": "module" }')
    await writeFile(path.join(workspace.path, 'tsconfig.json'), JSON.stringify(CONFIGURATION))
    const types = await openapiTypescript(await readFile(DOCUMENT, 'utf8'))
    await writeFile(path.join(workspace.path, 'api.ts'), astToString(types))
  })
  afterAll(() => workspace.remove())

  it('compile, and require no more fields than the API does', { timeout: COMPILE_MS }, async () => {
    await copyFile(path.join(PROGRAMS, 'smoke-openapi-typescript.txt'), path.join(workspace.path, 'smoke.ts'))
    const options = { cwd: workspace.path, deadlineMs: COMPILE_MS }
    expect(await run(process.execPath, [TSC, '-p', '.'], options)).toBe('')
  })
})

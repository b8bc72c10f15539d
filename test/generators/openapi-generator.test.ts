import { copyFile, mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../harness/posthorn.ts'
import { isInstalled, run } from './run-command.ts'
import { tenantOfClients } from './tenant-of-clients.ts'
import { DOCUMENT, isLeftOut, jar, jarsOf, PROGRAMS, pathOf, pythonWith, type Tool } from './tools.ts'
import { createWorkspace, type Workspace } from './workspace.ts'

const VERSION = '7.25.0'
const ARTIFACT = `org.openapitools:openapi-generator-cli:${VERSION}`
/** docs/api.md requires these: clients accept fields that are added to replies later, */
const OPEN_REPLIES = 'disallowAdditionalPropertiesIfNotPresent=false'
/** and an unset list is not sent as an empty one. */
const NO_EMPTY_LISTS = 'containerDefaultToNull=true'
const PYTHON_PACKAGES = ['urllib3>=2.7,<3', 'python-dateutil>=2.8.2', 'pydantic>=2.11', 'typing-extensions']
const STEP_MS = 600_000

const generator = await jar('openapi-generator', ARTIFACT)

describe.skipIf(isLeftOut('openapi-generator', generator))('a client made by openapi-generator', () => {
  let posthorn: Posthorn
  let workspace: Workspace
  beforeAll(async () => {
    workspace = await createWorkspace('openapi-generator')
    posthorn = await startPosthorn({ services: ['api'] })
  })
  afterAll(async () => {
    await posthorn?.stop()
    await workspace?.remove()
  })

  async function generate(language: string, properties = [OPEN_REPLIES]): Promise<string> {
    const directory = path.join(workspace.path, language)
    const program = path.join(pathOf(generator), `openapi-generator-cli-${VERSION}.jar`)
    const args = ['generate', '-g', language, '-i', DOCUMENT, '-o', directory]
    args.push(`--additional-properties=${properties.join(',')}`)
    await run('java', ['-jar', program, ...args], { deadlineMs: STEP_MS })
    return directory
  }

  it.skipIf(!isInstalled('go'))('for Go compiles and works', { timeout: STEP_MS }, async () => {
    const directory = await generate('go')
    const options = { cwd: directory, deadlineMs: STEP_MS }
    await mkdir(path.join(directory, 'smoke'))
    const program = path.join(directory, 'smoke/main.go')
    await copyFile(path.join(PROGRAMS, 'smoke-openapi-generator.go'), program)
    await run('go', ['mod', 'tidy'], options)
    await run('go', ['vet', '.', './smoke'], options)
    await run('go', ['build', '-o', 'smoke/smoke', './smoke'], options)
    const printed = await run(path.join(directory, 'smoke/smoke'), await tenantOfClients(posthorn), options)
    expect(printed).toBe('works\n')
  })

  it('for Java compiles and works', { timeout: STEP_MS }, async (context) => {
    const directory = await generate('java', [OPEN_REPLIES, NO_EMPTY_LISTS])
    const jars = await jarsOf('openapi-generator-java', directory)
    context.skip(isLeftOut('openapi-generator for Java', jars))
    const classPath = `${path.join(pathOf(jars), '*')}${path.delimiter}classes`
    const options = { cwd: directory, deadlineMs: STEP_MS }
    const sources = await javaFilesIn(path.join(directory, 'src/main/java'))
    const compile = ['-nowarn', '-encoding', 'UTF-8', '-proc:none', '-d', 'classes', '-cp', classPath]
    await run('javac', [...compile, ...sources, path.join(PROGRAMS, 'Smoke.java')], options)
    const printed = await run(
      'java',
      ['-cp', classPath, 'Smoke', ...(await tenantOfClients(posthorn))],
      options,
    )
    expect(printed).toBe('works\n')
  })

  it('for Python compiles and works', { timeout: STEP_MS }, async (context) => {
    const python: Tool = await pythonWith('openapi-generator', PYTHON_PACKAGES)
    context.skip(isLeftOut('openapi-generator for Python', python))
    const directory = await generate('python')
    const args = [path.join(PROGRAMS, 'smoke.py'), ...(await tenantOfClients(posthorn))]
    const env = { PYTHONPATH: directory, PYTHONDONTWRITEBYTECODE: '1' }
    const interpreter = path.join(pathOf(python), 'bin/python')
    expect(await run(interpreter, args, { env, deadlineMs: STEP_MS })).toBe('works\n')
  })
})

async function javaFilesIn(directory: string): Promise<string[]> {
  const files = await readdir(directory, { recursive: true })
  return files.filter((file) => file.endsWith('.java')).map((file) => path.join(directory, file))
}

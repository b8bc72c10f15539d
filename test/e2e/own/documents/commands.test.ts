import { globSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type CodeBlock, codeBlocksIn } from '@posthorn/dev/code-blocks'
import { findOnPath } from '@posthorn/dev/on-path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../../harness/free-port.ts'
import { ADMIN_KEY, type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startChild } from '../../../harness/process/child.ts'
import { isListening } from '../../../harness/recipes/is-listening.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const ROOT = path.resolve(import.meta.dirname, '../../../..')
const { PATH = '' } = process.env
const BASH = findOnPath('bash', PATH)
const CURL = findOnPath('curl', PATH)
/** Of the receiver in the documents. */
const RECEIVER_PORT = '3000'
/** A reply other than 2xx fails the command, and its body is shown. */
const CURLRC = 'silent\nshow-error\nfail-with-body\nmax-time = 30\n'

const DONE = 'every command has succeeded'
const FUNCTIONS = `
wait_for_receiver() { until (exec 3<>"/dev/tcp/127.0.0.1/$RECEIVER_PORT") 2>/dev/null; do sleep 0.1; done; }
trap 'kill "\${pid:-}" 2>/dev/null || true' EXIT`

const isRun = ({ marks }: CodeBlock) => marks.includes('run') || marks.includes('run-in-background')

/** The documents with commands that are run, each in one shell. */
const DOCUMENTS = ['README.md', ...globSync('docs/**/*.md', { cwd: ROOT })]
  .map((file) => ({ file, blocks: codeBlocksIn(readFileSync(path.join(ROOT, file), 'utf8')) }))
  .filter(({ blocks }) => blocks.some(isRun))

describe.skipIf(BASH === undefined || CURL === undefined)('the commands of', () => {
  let posthorn: Posthorn
  let directory: string
  let source: string
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['all'] })
    directory = await mkdtemp(path.join(tmpdir(), 'posthorn-documents-'))
    await mkdir(path.join(directory, '.posthorn'))
    await writeFile(path.join(directory, '.posthorn/admin-key'), `${ADMIN_KEY}\n`)
    await writeFile(path.join(directory, '.curlrc'), CURLRC)
    for (const tenant of ['demo', 'acme']) await posthorn.api.put(`/v1/tenants/${tenant}`, {})
    const { body } = await posthorn.api.post<{ id: string }>('/v1/tenants/acme/sources', {
      name: 'of-the-documents',
      provider: 'stripe',
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    })
    source = body.id
  })
  afterAll(async () => {
    await posthorn?.stop()
    await rm(directory, { recursive: true, force: true })
  })

  /** The commands with the URLs of this Posthorn, and without what leads elsewhere. */
  function scriptOf(blocks: readonly CodeBlock[], receiverPort: number): string {
    const commands = blocks.filter(isRun).map(({ marks, code }) => {
      const isInBackground = marks.includes('run-in-background')
      return isInBackground ? `${code.trim()} & pid=$!; wait_for_receiver` : code
    })
    return ['set -euo pipefail', FUNCTIONS, ...commands, `echo '${DONE}'`, 'wait']
      .join('\n')
      .replaceAll('http://127.0.0.1:8080', posthorn.service('api').url)
      .replaceAll('http://127.0.0.1:8081', posthorn.service('ingest').url)
      .replaceAll(`127.0.0.1:${RECEIVER_PORT}`, `127.0.0.1:${receiverPort}`)
  }

  it.each(DOCUMENTS)('$file succeed, in their order', async ({ blocks }) => {
    const receiverPort = await freePort()
    const files = blocks.flatMap(({ marks, code }) => {
      const [, name] = /^\[(.+)\]$/.exec(marks[0] ?? '') ?? []
      return name === undefined ? [] : [{ name, code: code.replaceAll(RECEIVER_PORT, String(receiverPort)) }]
    })
    for (const { name, code } of files) await writeFile(path.join(directory, name), code)
    const environment = {
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${PATH}`,
      HOME: directory,
      POSTHORN_URL: posthorn.service('api').url,
      POSTHORN_KEY: ADMIN_KEY,
      SOURCE: source,
      RECEIVER_PORT: String(receiverPort),
    }
    const script = `cd "${directory}"\n${scriptOf(blocks, receiverPort)}`
    const shell = startChild(BASH ?? '', ['-c', script], environment)
    await waitUntil('the commands to end', () => !shell.isRunning() || shell.output().includes(DONE))
    expect(shell.output()).toContain(DONE)
    if (!blocks.some(({ marks }) => marks.includes('run-in-background'))) return
    // What is published in the document, and what is received from a provider.
    await waitUntil('two events at the receiver', () => shell.output().match(/evt_\w+ \{"id"/g)?.length === 2)
    await shell.stop()
    await waitUntil('the receiver to end', async () => !(await isListening(receiverPort)))
  })
})

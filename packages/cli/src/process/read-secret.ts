import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Cli } from '../cli.ts'
import { readAll } from './read-all.ts'

/** A secret from standard input: a file or a pipe, or typed in without being shown. */
export async function readSecret(cli: Pick<Cli, 'input' | 'notes'>, prompt: string): Promise<string> {
  if (!cli.input.isTTY) return (await readAll('-', cli)).toString('utf8').trim()
  cli.notes.write(prompt)
  const hidden = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: cli.input, output: hidden, terminal: true })
  const stopped = new Promise<never>((_, reject) => {
    lines.once('SIGINT', () => reject(new Error('interrupted')))
  })
  try {
    return (await Promise.race([lines.question(''), stopped])).trim()
  } finally {
    lines.close()
    cli.notes.write('\n')
  }
}

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { startChild } from '@posthorn/dev/child-process'

/** Starts a script of this directory, with a channel. */
export function launch(script: string, args: string[]): ChildProcess {
  const options = { env: process.env, output: 'inherit', hasChannel: true } as const
  return startChild(process.execPath, [join(import.meta.dirname, script), ...args], options).process
}

/** Runs `measure` with a server of this directory, which sends its URL when it listens. */
export async function withServer<Result>(
  script: string,
  measure: (url: string, server: ChildProcess) => Promise<Result>,
): Promise<Result> {
  const server = launch(script, [])
  try {
    const [url] = (await once(server, 'message')) as [string]
    return await measure(url, server)
  } finally {
    server.kill('SIGKILL')
  }
}

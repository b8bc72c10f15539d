import { execFile } from 'node:child_process'
import path from 'node:path'
import { findOnPath } from '@posthorn/dev/on-path'

export const DEPLOY = path.resolve(import.meta.dirname, '../../deploy')
/** Of one run on a busy machine. */
export const TOOL_MS_MAX = 60_000

/** How a program ended. */
export interface Result {
  code: number | string
  /** Of both streams. */
  output: string
}

/** A program that is not from the npm registry; undefined when it is not on the PATH, and its tests are skipped. */
export function toolOnPath(program: string): ((...args: string[]) => Promise<Result>) | undefined {
  const file = findOnPath(program, process.env['PATH'] ?? '')
  if (file === undefined) return undefined
  return (...args) =>
    new Promise((resolve) => {
      execFile(file, args, { timeout: TOOL_MS_MAX }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : (error.code ?? 1), output: `${stdout}${stderr}` })
      })
    })
}

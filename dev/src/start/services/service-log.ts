import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { openBoundedFile } from '../bounded-file.ts'
import { isRoutine, renderLogLine } from '../log-line.ts'

const FILE_BYTES_MAX = 20 * 1024 * 1024
const TAIL_LINES = 15

export type ServiceLog = {
  file: string
  /** Reads the output of a process; may be called for each run of the service. */
  collect(output: Readable): void
  /** The last lines, shown when a start fails. */
  tail(): string
}

/** Appends the output of a service to `<folder>/<service>.log`, a file of bounded size, and shows warnings and errors. */
export function openServiceLog(folder: string, service: string, show: (line: string) => void): ServiceLog {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, `${service}.log`)
  const log = openBoundedFile(file, FILE_BYTES_MAX)
  log.write(`--- npm start, ${new Date().toISOString()}\n`)
  const lastLines: string[] = []
  return {
    file,
    collect(output) {
      createInterface({ input: output, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
        log.write(`${line}\n`)
        lastLines.push(line)
        if (lastLines.length > TAIL_LINES) lastLines.shift()
        const shown = isRoutine(line) ? undefined : renderLogLine(service, line)
        if (shown !== undefined) show(shown)
      })
    },
    tail: () => lastLines.join('\n'),
  }
}

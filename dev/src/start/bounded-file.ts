import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs'

/**
 * Opens a log file for appending. Beyond `bytesMax` it is renamed to `<file>.1` and a new file is started. Text that
 * cannot be written, because the disk is full or the directory is missing, is lost.
 */
export function openBoundedFile(file: string, bytesMax: number): { write(text: string): void } {
  let descriptor = openQuietly(file)
  let bytes = quietly(() => (descriptor === undefined ? 0 : fstatSync(descriptor).size)) ?? 0

  function rotate(): void {
    bytes = 0
    quietly(() => {
      if (descriptor !== undefined) closeSync(descriptor)
      renameSync(file, `${file}.1`)
    })
    descriptor = openQuietly(file)
  }

  return {
    write(text) {
      if (bytes > bytesMax) rotate()
      const written = quietly(() => (descriptor === undefined ? 0 : writeSync(descriptor, text)))
      bytes += written ?? 0
    },
  }
}

function openQuietly(file: string): number | undefined {
  return quietly(() => openSync(file, 'a', 0o600))
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

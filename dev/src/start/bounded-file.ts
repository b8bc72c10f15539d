import { closeSync, openSync, renameSync, writeSync } from 'node:fs'

/**
 * A file that begins empty and never grows beyond `bytesMax`: then it is kept once as `<file>.1` and begun anew.
 * What cannot be written, because the disk is full or the folder gone, is lost without a word.
 */
export function openBoundedFile(file: string, bytesMax: number): { write(text: string): void } {
  let descriptor = openQuietly(file)
  let bytes = 0

  function startAnew(): void {
    bytes = 0
    quietly(() => {
      if (descriptor !== undefined) closeSync(descriptor)
      renameSync(file, `${file}.1`)
    })
    descriptor = openQuietly(file)
  }

  return {
    write(text) {
      if (bytes > bytesMax) startAnew()
      const written = quietly(() => (descriptor === undefined ? 0 : writeSync(descriptor, text)))
      bytes += written ?? 0
    },
  }
}

function openQuietly(file: string): number | undefined {
  return quietly(() => openSync(file, 'w', 0o600))
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

/** The demo's ids in the data directory, beside its secrets. */
export const DemoNote = z.object({
  endpointId: z.string(),
  stripeSourceId: z.string(),
  stripeIngestUrl: z.string(),
})
export type DemoNote = z.infer<typeof DemoNote>

/** Undefined when the file does not exist or is invalid. */
export async function readDemoNote(dataDir: string): Promise<DemoNote | undefined> {
  try {
    return DemoNote.parse(JSON.parse(await readFile(noteFile(dataDir), 'utf8')))
  } catch {
    return undefined
  }
}

export async function writeDemoNote(dataDir: string, note: DemoNote): Promise<void> {
  await writeFile(noteFile(dataDir), `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 })
}

function noteFile(dataDir: string): string {
  return path.join(dataDir, 'demo.json')
}

import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { runNpm } from './npm.ts'

/** Fields that a published package.json copies from the one in the repository. */
export const PublishedFields = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  engines: z.record(z.string(), z.string()),
})

/**
 * Packs a directory as npm publishes it.
 *
 * @param directory that gets the tarball
 * @returns the path of the tarball
 */
export async function packFolder(folder: string, directory: string): Promise<string> {
  await mkdir(directory, { recursive: true })
  const printed = await runNpm(['pack', folder, '--json', '--pack-destination', directory])
  const [packed] = z.array(z.object({ filename: z.string() })).parse(JSON.parse(printed))
  if (packed === undefined) throw new Error(`npm pack packed nothing: ${printed}`)
  // Some versions of npm print the name with the scope's slash.
  return path.join(directory, packed.filename.replace('@', '').replace('/', '-'))
}

import { readFile } from 'node:fs/promises'
import type { Cli } from '../cli.ts'
import { UsageError } from './cli-error.ts'

/**
 * The bytes of a file, or of standard input for `-`.
 * @throws UsageError
 */
export async function readAll(file: string, { input }: Pick<Cli, 'input'>): Promise<Buffer> {
  if (file === '-') {
    const chunks: Buffer[] = []
    for await (const chunk of input) chunks.push(Buffer.from(chunk as Uint8Array))
    return Buffer.concat(chunks)
  }
  try {
    return await readFile(file)
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import openapiTypescript, { astToString } from 'openapi-typescript'
import { buildDocument } from './build-document.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const NOTE = '// Made from docs/openapi.json by `npm run openapi`: change the routes, not this file.\n\n'

/** A file generated from the routes and committed, so that a review shows what a change means for callers. */
export interface MadeFile {
  name: string
  text: string
}

/** The expected files: the document, and the types of a client generated from it. */
export async function makeFiles(): Promise<MadeFile[]> {
  const text = `${JSON.stringify(await buildDocument(), null, 2)}\n`
  // Without options, as most callers run it.
  const types = await openapiTypescript(text)
  return [
    { name: 'docs/openapi.json', text },
    { name: 'packages/contracts/src/generated/api.ts', text: `${NOTE}${astToString(types)}` },
  ]
}

export function isStale({ name, text }: MadeFile): boolean {
  return readIfThere(path.join(ROOT, name)) !== text
}

export function write({ name, text }: MadeFile): void {
  writeFileSync(path.join(ROOT, name), text)
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

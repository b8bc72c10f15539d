import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { DASHBOARD_DIRECTORY } from '@posthorn/dashboard'
import { expect, it } from 'vitest'

const FIRST_LOAD_BYTES_MAX = 250_000

/** An output of Vite, by the source that it is made of. */
interface Chunk {
  file: string
  imports?: string[]
  css?: string[]
}

const read = (file: string) => readFileSync(path.join(DASHBOARD_DIRECTORY, file))

/** The files that a browser loads for some sources. */
function filesOf(manifest: Record<string, Chunk>, sources: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const files = new Set<string>()
  const visit = (source: string) => {
    const chunk = manifest[source]
    if (chunk === undefined) throw new Error(`Vite has built nothing from ${source}`)
    if (seen.has(source)) return
    seen.add(source)
    files.add(chunk.file)
    for (const css of chunk.css ?? []) files.add(css)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  for (const source of sources) visit(source)
  return files
}

it('loads at most 250 kB, gzipped, for the first page: document, scripts and styles', () => {
  const manifest: Record<string, Chunk> = JSON.parse(read('.vite/manifest.json').toString())
  const files = filesOf(manifest, ['index.html', 'src/pages/home/page.tsx', 'src/pages/overview/page.tsx'])
  const sizes = [...files, 'index.html'].map((file) => [file, gzipSync(read(file)).length] as const)
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0)
  expect(total).toBeLessThanOrEqual(FIRST_LOAD_BYTES_MAX)
})

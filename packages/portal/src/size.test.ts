import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

const KIB = 1024

it('adds at most 3 KiB to a page, gzipped', () => {
  const sources = ['index.ts', 'messages.ts', 'portal-element.ts'].map((file) =>
    stripTypeScriptTypes(readFileSync(path.join(import.meta.dirname, file), 'utf8')),
  )
  expect(gzipSync(sources.join('\n')).length).toBeLessThanOrEqual(3 * KIB)
})

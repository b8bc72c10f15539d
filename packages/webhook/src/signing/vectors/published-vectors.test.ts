import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type PublishedVector, publishedVectors } from './published-vectors.ts'

const SHARED_FILE = new URL('../../../../../../shared/vectors/published.json', import.meta.url)

describe('published vectors', () => {
  it('are complete', () => {
    expect(publishedVectors).toHaveLength(48)
    expect(publishedVectors.filter((vector) => vector.valid)).toHaveLength(14)
  })

  // A clone of the repository alone does not have the shared file.
  it.skipIf(!existsSync(SHARED_FILE))('are the shared ones, unchanged', () => {
    const shared: PublishedVector[] = JSON.parse(readFileSync(SHARED_FILE, 'utf8'))
    expect(publishedVectors).toEqual(shared)
  })
})

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../root.ts'
import { releasesOf } from './releases.ts'

it('reads each version with its commit, and nothing else', () => {
  const changelog =
    '# Changelog\n\n## Unreleased\n\nText.\n\n## 0.2.0\n\nCommit 0123abcd.\n\n## 0.1.0\n\nCommit bd6f5cf.\n'
  expect(releasesOf(changelog)).toEqual([
    { version: '0.2.0', commit: '0123abcd' },
    { version: '0.1.0', commit: 'bd6f5cf' },
  ])
})

it('finds a commit for every version of the changelog', () => {
  const changelog = readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8')
  expect(releasesOf(changelog)).toHaveLength([...changelog.matchAll(/^## \d/gm)].length)
})

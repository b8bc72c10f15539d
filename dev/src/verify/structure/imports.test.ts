import { describe, expect, it } from 'vitest'
import { importsPastExports, unusedExports } from './imports.ts'

describe('an import past the exports of a package', () => {
  const findingsOf = (file: string, text: string) => importsPastExports([{ file, text }])

  it.each([
    ['services/api/src/a.ts', "import { b } from './b.ts'\nimport { c } from '../src/c.ts'"],
    ['packages/queue/src/deep/a.ts', "import type { b } from '../b.ts'"],
    ['services/api/src/a.ts', "import { b } from '@posthorn/queue'"],
    ['bench/a.ts', "import { b } from '../test/harness/b.ts'"],
    ['test/e2e/a.test.ts', "const text = 'from packages/queue/src/b.ts'"],
  ])('is none of those in %s: %s', (file, text) => {
    expect(findingsOf(file, text)).toEqual([])
  })

  it.each([
    ['test/e2e/a.test.ts', "import { b } from '../../packages/queue/src/b.ts'", 'packages/queue'],
    ['test/a.ts', "import {\n  b,\n} from '../services/api/src/b.ts'", 'services/api'],
    ['packages/events/src/a.ts', "export { b } from '../../queue/src/b.ts'", 'packages/queue'],
    ['bench/a.ts', "const b = await import('../dev/src/b.ts')", 'dev'],
    ['bench/a.ts', "import '../dev/src/b.ts'", 'dev'],
  ])('is found in %s: %s', (file, text, owner) => {
    expect(findingsOf(file, text)).toEqual([
      expect.stringContaining(`import what the exports of ${owner}/package.json offer`),
    ])
  })
})

describe('an export without a user', () => {
  const INDEX = { file: 'packages/queue/src/index.ts', text: "export { a, type B, c as d } from './a.ts'" }
  const unusedWith = (file: string, text: string) => unusedExports([INDEX, { file, text }])

  it('is none of those of a package for programs of others', () => {
    const text = "export { PosthornPortal } from './portal-element.ts'"
    expect(unusedExports([{ file: 'packages/portal/src/index.ts', text }])).toEqual([])
  })

  it('is named, with what to do', () => {
    expect(unusedWith('services/api/src/a.ts', "import { a, type B } from '@posthorn/queue'")).toEqual([
      'packages/queue/src/index.ts: exports d, which no other package imports: remove it',
    ])
  })

  it('has a user in any other package, under any name there', () => {
    const users = "import { a as x } from '@posthorn/queue'\nexport type { B, d } from '@posthorn/queue'"
    expect(unusedWith('test/e2e/a.test.ts', users)).toEqual([])
  })

  it('is not used by its own package', () => {
    expect(unusedWith('packages/queue/src/a.test.ts', "import { a } from '@posthorn/queue'")).toHaveLength(3)
  })
})

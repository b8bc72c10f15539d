import { expect, it } from 'vitest'
import { crowdedDirectories } from './crowded-directories.ts'

const files = (directory: string, count: number, end = '.ts') =>
  Array.from({ length: count }, (_, index) => `${directory}/file-${index}${end}`)

it('accepts twenty files in a directory, and as many tests', () => {
  expect(crowdedDirectories([...files('a/src', 20), ...files('a/src', 20, '.test.ts')])).toEqual([])
})

it('counts each directory by itself', () => {
  expect(crowdedDirectories([...files('a/src', 20), ...files('a/src/b', 20)])).toEqual([])
})

it('names a directory with more files', () => {
  expect(
    crowdedDirectories([...files('a/src', 21), ...files('b', 1), ...files('c', 21, '.test.ts')]),
  ).toEqual([
    'a/src: 21 files, at most 20: divide them into directories by what they do',
    'c: 21 tests, at most 20: divide them into directories by what they do',
  ])
})

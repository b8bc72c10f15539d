import { expect, it } from 'vitest'
import { crowdedDirectories } from './crowded-directories.ts'

const files = (directory: string, count: number, end = '.ts') =>
  Array.from({ length: count }, (_, index) => `${directory}/file-${index}${end}`)

it('accepts twenty files in a directory, and any number of tests', () => {
  expect(crowdedDirectories([...files('a/src', 20), ...files('a/src', 30, '.test.ts')])).toEqual([])
})

it('counts each directory by itself', () => {
  expect(crowdedDirectories([...files('a/src', 20), ...files('a/src/b', 20)])).toEqual([])
})

it('names a directory with more files', () => {
  expect(crowdedDirectories([...files('a/src', 21), ...files('b', 1)])).toEqual([
    'a/src: 21 files, at most 20: divide them into directories by what they do',
  ])
})

import { expect, it } from 'vitest'
import { readmeLengthFindings } from './readme-length.ts'

it.each([
  ['x\n'.repeat(130), []],
  ['x\n'.repeat(131), ['README.md: 131 lines, at most 130: move details to docs/']],
])('is 130 lines at most', (text, findings) => {
  expect(readmeLengthFindings('README.md', text)).toEqual(findings)
})

import { expect, it } from 'vitest'
import { escapeControls } from './escape-controls.ts'

it.each([
  ['\u001b[31mred', '\\u001b[31mred'],
  ['bell\u0007', 'bell\\u0007'],
  ['\u202egnp.exe', '\\u202egnp.exe'],
  ['a\u0085b', 'a\\u0085b'],
])('escapes what changes a terminal: %j', (text, escaped) => {
  expect(escapeControls(text)).toBe(escaped)
})

it('keeps line breaks, tabs and other scripts', () => {
  expect(escapeControls('first\n\tKöln 東京')).toBe('first\n\tKöln 東京')
})

import { expect, it } from 'vitest'
import { proseOf } from './prose.ts'

const words = (file: string, text: string) => proseOf(file, text).split(/\s+/).filter(Boolean)

it('is Markdown without fenced code and code spans', () => {
  expect(words('a.md', 'one `two` ``th`ree`` four\n```sh\nfive\n```\nsix')).toEqual(['one', 'four', 'six'])
})

it('keeps the line numbers of Markdown', () => {
  expect(proseOf('a.md', '```\ncode\n```\nlast').split('\n')).toHaveLength(4)
})

it('is the comments of TypeScript', () => {
  const text = "/** one */\nconst url = 'http://two' // three\n// four\n/*\n * five\n */\ncall(six)"
  expect(proseOf('a.ts', text)).not.toMatch(/two|six/)
  expect(proseOf('a.ts', text)).toMatch(/one[\s\S]*three[\s\S]*four[\s\S]*five/)
})

it('is the comments of a script without code spans', () => {
  expect(words('a.mjs', '// Runs `nobody` twice.\nnobody()')).toEqual(['//', 'Runs', 'twice.'])
})

it('is the whole of any other file', () => {
  expect(proseOf('.env.example', '# one `two`')).toBe('# one `two`')
})

import { expect, it } from 'vitest'
import { BANNED_WORDS, bannedWordsIn } from './banned-words.ts'

it.each(Object.entries(BANNED_WORDS))('finds "%s" and names the replacement', (word, instead) => {
  expect(bannedWordsIn('docs/a.md', `First line.\nHere ${word}.`)).toEqual([
    `docs/a.md:2: "${word}" is banned; write: ${instead}`,
  ])
})

it('ignores case', () => {
  expect(bannedWordsIn('a.md', 'Nobody knows.')).toHaveLength(1)
})

it('reports each of several in a line', () => {
  expect(bannedWordsIn('a.md', 'whoever, whoever')).toHaveLength(2)
})

it.each(['`whoever`', '```\nwhoever\n```', 'a renewal, in handling, in handy'])('accepts %j', (text) => {
  expect(bannedWordsIn('a.md', text)).toEqual([])
})

import { proseOf } from './prose.ts'

/** What plain technical English does not need, and what to write instead. */
export const BANNED_WORDS: Readonly<Record<string, string>> = {
  anew: 'again',
  'as much as goes': 'at full load',
  'at the most': 'at most',
  'be it': 'whether',
  'comes twice': 'is a duplicate',
  'go of one': 'batch size 1',
  'goes of': 'batches of',
  'house-keeping': 'maintenance',
  'in hand': 'claimed',
  'in one go': 'in one batch',
  'in other hands': 'claimed by another worker',
  'keep house': 'maintenance',
  'meet itself': 'deadlock with itself',
  nobody: 'no one, or the passive',
  'says nothing': 'is ignored',
  'the contract': 'a page of docs/',
  'the inside': 'the internal network',
  'trouble of ours': 'a dependency error',
  'under way': 'in flight',
  untold: 'pending notification',
  whoever: 'the subject that acts',
}

const PATTERN = new RegExp(`\\b(?:${Object.keys(BANNED_WORDS).join('|')})\\b`, 'gi')

/** A sentence for each banned word in the prose of a file, with its line. */
export function bannedWordsIn(file: string, text: string): string[] {
  return proseOf(file, text)
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(PATTERN)].map(([found]) => {
        const instead = BANNED_WORDS[found.toLowerCase()] ?? ''
        return `${file}:${index + 1}: "${found}" is banned; write: ${instead}`
      }),
    )
}

import { RE2JS } from 're2js'
import type { Work } from './work.ts'

/** Why a pattern cannot be used. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
}

/** A pattern that is tested in time that grows with the text. */
export interface LinearPattern {
  test(text: string): boolean
}

/** Instructions of RE2's program. More can only come from repetitions such as `(a{100}){100}`. */
const PROGRAM_MAX = 2_000
/** RE2 tries, at worst, each instruction with each character. */
const TRIES_OF_STEP = 8

/**
 * One character or class, maybe repeated: without groups and alternatives, and with one repetition of variable length in all, a
 * backtracking engine goes back over each character once.
 */
const PIECE =
  /(?:[^\\^$.*+?()[\]{}|/]|\.|\\(?:[dDwWsSnrtfv0]|[\^$.*+?()[\]{}|/\\-]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})|\[(?:[^\\\]]|\\.)+\])(\*|\+|\?|\{\d+(?:,\d*)?\})?/uy
/** RE2JS takes its letter for itself. */
const NAMED_BACK_REFERENCE = /^(?:[^\\]|\\[^k])*\\k/su
/** As ECMA-262 has them (WhiteSpace, LineTerminator), for RE2. */
const SPACES =
  '\\t-\\r\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}'
const NO_SPACES =
  '\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}' +
  '\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}'
const LINE_ENDS = '\\n\\r\\x{2028}\\x{2029}'
const FIXED = /^\{\d+\}$/

/**
 * Makes a pattern of JSON Schema, which is ECMA-262 with the flag `u`. Patterns without groups are tested by JavaScript itself; others by
 * RE2, which knows neither lookaround nor back references and never backtracks.
 * @throws PatternError
 */
export function compilePattern(pattern: string, work: Work): LinearPattern {
  const native = nativePattern(pattern)
  if (isPlain(pattern)) return { test: (text) => spend(work, text.length, 1) && native.test(text) }
  const re2 = compileRe2(pattern)
  const size = re2.programSize()
  if (size > PROGRAM_MAX) throw new PatternError('must not repeat so much')
  return { test: (text) => spend(work, text.length, size) && re2.test(text) }
}

function nativePattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    throw new PatternError('must be a regular expression of ECMA-262')
  }
}

function compileRe2(pattern: string): RE2JS {
  try {
    if (NAMED_BACK_REFERENCE.test(pattern)) throw new PatternError('has a back reference')
    return RE2JS.compile(RE2JS.translateRegExp(withClassesOfEcma(pattern)))
  } catch {
    throw new PatternError(
      'must not use lookahead, lookbehind, back references or other parts that RE2 does not know, nor repeat more than 1,000 times',
    )
  }
}

/** RE2's `\s` is that of ASCII, and its dot knows one end of a line. */
function withClassesOfEcma(pattern: string): string {
  let isInClass = false
  return pattern.replaceAll(/\\[^]|[[\].]/g, (piece) => {
    if (piece === '[') isInClass = true
    else if (piece === ']') isInClass = false
    else if (piece === '\\s') return isInClass ? SPACES : `[${SPACES}]`
    else if (piece === '\\S') return isInClass ? NO_SPACES : `[${NO_SPACES}]`
    else if (piece === '.' && !isInClass) return `[^${LINE_ENDS}]`
    return piece
  })
}

function spend(work: Work, characters: number, instructions: number): true {
  work.spend(1 + Math.ceil((characters * instructions) / TRIES_OF_STEP))
  return true
}

/** Whether the pattern is a sequence of pieces, with what is repeated at most once, and then anchored at the beginning. */
function isPlain(pattern: string): boolean {
  const isAnchored = pattern.startsWith('^')
  const end = pattern.endsWith('$') && !pattern.endsWith('\\$') ? pattern.length - 1 : pattern.length
  let repetitions = 0
  PIECE.lastIndex = isAnchored ? 1 : 0
  while (PIECE.lastIndex < end) {
    const repetition = PIECE.exec(pattern)?.[1]
    if (PIECE.lastIndex === 0) return false
    if (repetition !== undefined && !(isAnchored && FIXED.test(repetition))) repetitions += 1
  }
  return repetitions === 0 || (repetitions === 1 && isAnchored)
}

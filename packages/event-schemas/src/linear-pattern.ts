import { RE2JS } from 're2js'
import type { StepCounter } from './step-counter.ts'

/** A pattern cannot be used. The message says why. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
}

/** A pattern that is tested in linear time. */
export interface LinearPattern {
  test(text: string): boolean
}

/** Instructions of RE2's program. Only repetitions such as `(a{100}){100}` exceed the limit. */
const PROGRAM_MAX = 2_000
/** RE2 tries, at worst, each instruction with each character. */
const TRIES_OF_STEP = 8

/**
 * One character or class, optionally repeated. Without groups and alternatives, and with a single repetition of variable
 * length, a backtracking engine revisits each character at most once.
 */
const ATOM =
  /(?:[^\\^$.*+?()[\]{}|/]|\.|\\(?:[dDwWsSnrtfv0]|[\^$.*+?()[\]{}|/\\-]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})|\[(?:[^\\\]]|\\.)+\])(\*|\+|\?|\{\d+(?:,\d*)?\})?/uy
/** RE2JS would read `\k` as the letter. */
const NAMED_BACK_REFERENCE = /^(?:[^\\]|\\[^k])*\\k/su
/** WhiteSpace and LineTerminator of ECMA-262, in RE2's syntax. */
const SPACES =
  '\\t-\\r\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}'
const NO_SPACES =
  '\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}' +
  '\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}'
const LINE_ENDS = '\\n\\r\\x{2028}\\x{2029}'
const FIXED = /^\{\d+\}$/

/**
 * Compiles a pattern of JSON Schema, which is ECMA-262 with the flag `u`. JavaScript tests patterns without groups; RE2,
 * which never backtracks and supports neither lookaround nor back references, tests the others.
 * @throws PatternError
 */
export function compilePattern(pattern: string, counter: StepCounter): LinearPattern {
  const native = nativePattern(pattern)
  if (isPlain(pattern)) return { test: (text) => spend(counter, text.length, 1) && native.test(text) }
  const re2 = compileRe2(pattern)
  const size = re2.programSize()
  if (size > PROGRAM_MAX) throw new PatternError('has too many repetitions')
  return { test: (text) => spend(counter, text.length, size) && re2.test(text) }
}

function nativePattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    throw new PatternError('must be an ECMA-262 regular expression')
  }
}

function compileRe2(pattern: string): RE2JS {
  try {
    if (NAMED_BACK_REFERENCE.test(pattern)) throw new PatternError('has a back reference')
    return RE2JS.compile(RE2JS.translateRegExp(withClassesOfEcma(pattern)))
  } catch {
    throw new PatternError(
      'must not use lookahead, lookbehind, back references or other features that RE2 does not support, nor repeat more than 1,000 times',
    )
  }
}

/** RE2's `\s` is ASCII only, and its dot excludes only one of the line ends. */
function withClassesOfEcma(pattern: string): string {
  let isInClass = false
  return pattern.replaceAll(/\\[^]|[[\].]/g, (token) => {
    if (token === '[') isInClass = true
    else if (token === ']') isInClass = false
    else if (token === '\\s') return isInClass ? SPACES : `[${SPACES}]`
    else if (token === '\\S') return isInClass ? NO_SPACES : `[${NO_SPACES}]`
    else if (token === '.' && !isInClass) return `[^${LINE_ENDS}]`
    return token
  })
}

function spend(counter: StepCounter, characters: number, instructions: number): true {
  counter.spend(1 + Math.ceil((characters * instructions) / TRIES_OF_STEP))
  return true
}

/** Whether the pattern is a sequence of atoms with at most one repetition, and anchored at the start if it has one. */
function isPlain(pattern: string): boolean {
  const isAnchored = pattern.startsWith('^')
  const end = pattern.endsWith('$') && !pattern.endsWith('\\$') ? pattern.length - 1 : pattern.length
  let repetitions = 0
  ATOM.lastIndex = isAnchored ? 1 : 0
  while (ATOM.lastIndex < end) {
    const repetition = ATOM.exec(pattern)?.[1]
    if (ATOM.lastIndex === 0) return false
    if (repetition !== undefined && !(isAnchored && FIXED.test(repetition))) repetitions += 1
  }
  return repetitions === 0 || (repetitions === 1 && isAnchored)
}

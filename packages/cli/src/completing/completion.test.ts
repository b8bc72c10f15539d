import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bashCompletion } from './bash-completion.ts'
import { completionStates } from './completion-model.ts'
import { fishCompletion } from './fish-completion.ts'
import { zshCompletion } from './zsh-completion.ts'

const program = new Command('posthorn')
program.command('events [id]').description("list a tenant's events").option('--type <type>', 'of this type')
const endpoints = program
  .command('endpoints [id]')
  .description('list endpoints')
  .option('--json', 'print JSON')
endpoints.command('create <url>').description('create one').option('--file <file>', 'read it')
const states = completionStates(program)

/** How each shell completes a command line: its last word is the one at the cursor. */
const SHELLS = {
  bash: (script: string, words: readonly string[]) =>
    run('bash', [
      '--norc',
      '-c',
      `source ${script}; COMP_WORDS=(${words.map(quoted).join(' ')}); COMP_CWORD=${words.length - 1}; _posthorn; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ]),
  zsh: (script: string, words: readonly string[]) =>
    run('zsh', [
      '-f',
      '-c',
      `compdef() { :; }; source ${script}; compadd() { shift; print -l -- "$@"; }; _files() { :; }
       words=(${words.map(quoted).join(' ')}); CURRENT=${words.length}; _posthorn`,
    ]).filter((word) => word.startsWith(words.at(-1) ?? '')),
  fish: (script: string, words: readonly string[]) =>
    run('fish', ['--no-config', '-c', `source ${script}; complete -C ${quoted(words.join(' '))}`]).map(
      (line) => line.split('\t')[0] ?? '',
    ),
}
const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }

function run(shell: string, args: readonly string[]): string[] {
  return execFileSync(shell, args, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
}
function quoted(text: string): string {
  return `'${text}'`
}
function isInstalled(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'true'])
    return true
  } catch {
    return false
  }
}

let directory: string
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'posthorn-completion-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

describe.each(['bash', 'zsh', 'fish'] as const)('command lines in %s', (shell) => {
  const complete = (...words: string[]) => {
    const script = path.join(directory, shell)
    writeFileSync(script, SCRIPTS[shell](states))
    return SHELLS[shell](script, words).toSorted()
  }

  it.skipIf(!isInstalled(shell)).each([
    ['commands', ['posthorn', 'e'], ['endpoints', 'events']],
    ['commands of a command', ['posthorn', 'endpoints', 'c'], ['create']],
    ['options of a command', ['posthorn', 'events', '--t'], ['--type']],
    ['options after others', ['posthorn', 'endpoints', '--json', 'create', '--f'], ['--file']],
    ['no option of another command', ['posthorn', 'events', '--f'], []],
  ])('are completed with %s', (_, words, completions) => {
    expect(complete(...words)).toEqual(completions)
  })
})

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import type { Cli } from './cli.ts'
import { EXIT_CODES } from './process/exit-code.ts'
import { createProgram } from './program.ts'
import { run } from './run.ts'

/** A command line without a terminal, and what it prints. */
function testCli() {
  const [output, notes] = [new PassThrough(), new PassThrough()]
  const cli = {
    env: {},
    homeDirectory: '/nowhere',
    input: new PassThrough(),
    output,
    notes,
    now: () => new Date(0),
    random: () => 0,
  } as unknown as Cli
  const textOf = (stream: PassThrough) => String(stream.read() ?? '')
  return { cli, printed: () => textOf(output), noted: () => textOf(notes) }
}

const program = createProgram(testCli().cli)
const all = (command: Command, names: string[] = []): [name: string, command: Command][] =>
  command.commands.flatMap((each) => {
    const name = [...names, each.name()]
    return [[name.join(' '), each] as [string, Command], ...all(each, name)]
  })

describe('the help', () => {
  it.each(all(program))('of posthorn %s describes it and each of its options', async (name) => {
    const { cli, printed } = testCli()
    expect(await run(cli, [...name.split(' '), '--help'])).toBe(EXIT_CODES.ok)
    const [usage, , description] = printed().split('\n')
    expect(usage).toContain(`Usage: posthorn ${name} `)
    expect(description).toMatch(/^[a-z]/)
  })

  it.each(program.commands.map((command) => command.name()).filter((name) => name !== 'import'))(
    'of posthorn %s has examples',
    async (name) => {
      const { cli, printed } = testCli()
      await run(cli, [name, '--help'])
      expect(printed()).toMatch(new RegExp(`Examples:\n {2}\\$ .*posthorn ${name}`))
    },
  )

  it('of posthorn lists all commands and exit codes', async () => {
    const { cli, printed } = testCli()
    expect(await run(cli, ['--help'])).toBe(EXIT_CODES.ok)
    const text = printed()
    for (const command of program.commands) expect(text).toContain(`\n  ${command.name()} `)
    for (const code of Object.values(EXIT_CODES)) expect(text).toContain(`\n  ${code}  `)
  })
})

it.each([
  { args: [], says: 'Usage: posthorn' },
  { args: ['lisen'], says: 'Did you mean listen?' },
  { args: ['events', '--colour'], says: "unknown option '--colour'" },
  { args: ['completion', 'tcsh'], says: 'Allowed choices are bash, zsh, fish' },
])('a wrong command line prints what is wrong on standard error: $args', async ({ args, says }) => {
  const { cli, printed, noted } = testCli()
  expect(await run(cli, args)).toBe(EXIT_CODES.usage)
  expect(noted()).toContain(says)
  expect(printed()).toBe('')
})

it('has its commands in docs/cli.md', () => {
  const document = readFileSync(path.join(import.meta.dirname, '../../../docs/cli.md'), 'utf8')
  const documented = [...document.matchAll(/^\| `posthorn ([a-z]+)/gm)].map(([, name]) => name)
  expect(documented).toEqual(program.commands.map((command) => command.name()))
})

import type { Command } from 'commander'

/** A word that may follow, with its description. */
export interface Completion {
  word: string
  description: string
}

/** An option that may follow. */
export interface CompletedOption extends Completion {
  value: 'none' | 'file' | 'other'
}

/** What may follow after some commands. */
export interface CompletionState {
  /** The commands before, joined with spaces; empty at the beginning. */
  path: string
  commands: readonly Completion[]
  options: readonly CompletedOption[]
}

/** What may follow anywhere in a command line, from the commands as they are declared. */
export function completionStates(program: Command): CompletionState[] {
  return statesOf(program, '')
}

function statesOf(command: Command, path: string): CompletionState[] {
  const help = command.createHelp()
  const commands = help.visibleCommands(command)
  const state = {
    path,
    commands: commands.map((each) => ({ word: each.name(), description: each.description() })),
    options: help.visibleOptions(command).map(({ long, short, flags, description }) => ({
      word: long ?? short ?? '',
      description,
      value: /<file>/.test(flags)
        ? ('file' as const)
        : /[<[]/.test(flags)
          ? ('other' as const)
          : ('none' as const),
    })),
  }
  // The help command has the names of its siblings, not commands of its own.
  const children = commands.filter((each) => each.name() !== 'help')
  return [
    state,
    ...children.flatMap((each) => statesOf(each, path === '' ? each.name() : `${path} ${each.name()}`)),
  ]
}

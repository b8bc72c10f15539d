import { Argument, type Command } from 'commander'
import type { Cli } from '../cli.ts'
import { bashCompletion } from '../completing/bash-completion.ts'
import { type CompletionState, completionStates } from '../completing/completion-model.ts'
import { fishCompletion } from '../completing/fish-completion.ts'
import { zshCompletion } from '../completing/zsh-completion.ts'
import { examples } from '../output/examples.ts'

const SCRIPTS: Readonly<Record<string, (states: readonly CompletionState[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

export function addCompletion(program: Command, cli: Cli): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'your shell').choices(Object.keys(SCRIPTS)))
    .description('print a script that completes command lines')
    .addHelpText(
      'after',
      examples(
        'posthorn completion bash > ~/.local/share/bash-completion/completions/posthorn',
        'posthorn completion zsh > "${fpath[1]}/_posthorn"',
        'posthorn completion fish > ~/.config/fish/completions/posthorn.fish',
      ),
    )
    .action((shell: string) => {
      cli.output.write(SCRIPTS[shell]?.(completionStates(program)) ?? '')
    })
}

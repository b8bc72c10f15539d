import type { CompletionState } from './completion-model.ts'

/** A script that completes command lines in bash. */
export function bashCompletion(states: readonly CompletionState[]): string {
  return `# Completion of posthorn for bash: source <(posthorn completion bash)
_posthorn() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}"
  local at="" words="" values="" word index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    case "\${at:+$at }$word" in
      ${followingPaths(states)}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at" in
${states.map(caseOf).join('\n')}
  esac
  COMPREPLY=()
  case " $values " in
    *" $previous "*) return ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _posthorn posthorn
`
}

/** Patterns of the command lines that lead to another state. */
export function followingPaths(states: readonly CompletionState[]): string {
  return states.flatMap(({ path }) => (path === '' ? [] : [`"${path}"`])).join(' | ')
}

function caseOf({ path, commands, options }: CompletionState): string {
  const words = [...commands, ...options].map(({ word }) => word)
  const values = options.flatMap(({ word, value }) => (value === 'none' ? [] : [word]))
  return `    "${path}") words="${words.join(' ')}" values="${values.join(' ')}" ;;`
}

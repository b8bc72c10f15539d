import { followingPaths } from './bash-completion.ts'
import type { CompletionState } from './completion-model.ts'

/** A script that completes command lines in zsh: sourced, or as a file `_posthorn` in a directory of `fpath`. */
export function zshCompletion(states: readonly CompletionState[]): string {
  return `#compdef posthorn
# Completion of posthorn for zsh: source <(posthorn completion zsh)
_posthorn() {
  local at="" word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${at:+$at }$word" in
      ${followingPaths(states)}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at" in
${states.map(caseOf).join('\n')}
  esac
}
if [ "\${funcstack[1]}" = "_posthorn" ]; then
  _posthorn "$@"
else
  compdef _posthorn posthorn
fi
`
}

function caseOf({ path, commands, options }: CompletionState): string {
  const words = [...commands, ...options].map(({ word }) => word)
  const values = options.flatMap(({ word, value }) => (value === 'none' ? [] : [`"${word}"`]))
  const add = `compadd -- ${words.join(' ')}`
  if (values.length === 0) return `    "${path}") ${add} ;;`
  return `    "${path}")
      case "\${words[CURRENT-1]}" in
        ${values.join(' | ')}) _files ;;
        *) ${add} ;;
      esac
      ;;`
}

import type { CompletedOption, Completion, CompletionState } from './completion-model.ts'

/** A script that completes command lines in fish. */
export function fishCompletion(states: readonly CompletionState[]): string {
  const paths = states.flatMap(({ path }) => (path === '' ? [] : [quoted(path)]))
  return `# Completion of posthorn for fish: posthorn completion fish | source
function __posthorn_at
    set -l at ""
    for word in (commandline -opc)[2..-1]
        set -l next (string trim -- "$at $word")
        if contains -- "$next" ${paths.join(' ')}
            set at $next
        end
    end
    test "$at" = "$argv[1]"
end
complete -c posthorn -f
${states.flatMap(linesOf).join('\n')}
`
}

function linesOf({ path, commands, options }: CompletionState): string[] {
  const start = `complete -c posthorn -n ${quoted(`__posthorn_at "${path}"`)}`
  return [
    ...commands.map(({ word, description }: Completion) => `${start} -a ${word} -d ${quoted(description)}`),
    ...options.map((option) => `${start} ${flagOf(option)} -d ${quoted(option.description)}`),
  ]
}

function flagOf({ word, value }: CompletedOption): string {
  const name = word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`
  switch (value) {
    case 'none':
      return name
    case 'file':
      return `${name} -r -F`
    case 'other':
      return `${name} -x`
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`
}

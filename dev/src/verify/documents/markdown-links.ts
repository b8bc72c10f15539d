import path from 'node:path'
import { anchorOf } from '@posthorn/site/anchor'
import { proseOf, withoutFences } from './prose.ts'

const LINK = /\]\(([^)\s]+)\)/g
const HEADING = /^#{1,6} +(.+?) *#* *$/gm
const TEXT_OF_LINK = /\[([^\]]*)\]\([^)]*\)/g
const EXTERNAL = /^[a-z][a-z0-9+.-]*:/i

/** What a link check asks of the repository. Paths are relative to its root, with `/`. */
export interface Repository {
  exists: (file: string) => boolean
  read: (file: string) => string
}

/** A sentence for each relative link of a Markdown file that leads to no file or to no heading. */
export function deadLinksIn(file: string, repository: Repository): string[] {
  const prose = proseOf(file, repository.read(file))
  return prose.split('\n').flatMap((line, index) =>
    [...line.matchAll(LINK)].flatMap(([, target = '']) => {
      const finding = findingOf(file, target, repository)
      return finding === undefined ? [] : [`${file}:${index + 1}: ${target}: ${finding}`]
    }),
  )
}

function findingOf(file: string, target: string, { exists, read }: Repository): string | undefined {
  if (EXTERNAL.test(target)) return undefined
  const [relative = '', anchor] = target.split('#')
  const linked = relative === '' ? file : path.posix.join(path.posix.dirname(file), relative)
  if (!exists(linked)) return `there is no file ${linked}`
  if (anchor === undefined || !linked.endsWith('.md')) return undefined
  return anchorsOf(read(linked)).has(anchor)
    ? undefined
    : `${linked} has no heading with the anchor ${anchor}`
}

/** The anchors of the headings, as GitHub makes them. */
export function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>()
  for (const [, heading = ''] of withoutFences(markdown).matchAll(HEADING)) {
    const anchor = anchorOf(heading.replace(TEXT_OF_LINK, '$1'))
    let unique = anchor
    for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`
    anchors.add(unique)
  }
  return anchors
}

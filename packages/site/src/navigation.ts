import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** An entry of the sidebar: a page, or a group of them. */
export interface Entry {
  text: string
  link?: string
  items?: Entry[]
}

/** Pages by their paths, or all pages of a directory: `providers/*`. */
interface Group {
  text: string
  pages: readonly string[]
  /** Shown only beside pages of this directory, above the other groups. */
  directory?: string
}

const GROUPS: readonly Group[] = [
  { text: 'Verifying in', directory: 'verifying', pages: ['verifying/*'] },
  { text: 'Providers', directory: 'providers', pages: ['providers/*'] },
  { text: 'API reference', directory: 'reference', pages: ['reference/*'] },
  { text: 'Guide', pages: ['getting-started', 'concepts', 'dashboard', 'embedded-portal'] },
  {
    text: 'Sending',
    pages: [
      'publishing',
      'delivery',
      'filters',
      'signatures',
      'headers',
      'verifying',
      'finding',
      'live-updates',
    ],
  },
  {
    text: 'Receiving',
    pages: ['receiving', 'providers', 'recipes', 'bodies', 'source-limits', 'rejected-requests'],
  },
  { text: 'API', pages: ['api', 'reference/index', 'errors', 'audit-log'] },
  { text: 'Tools', pages: ['cli', 'client', 'relay'] },
  { text: 'Migrating', pages: ['migrating/*'] },
  {
    text: 'Operating',
    pages: [
      'operating',
      'metrics',
      'backup',
      'high-availability',
      'scaling',
      'reliability',
      'project/security',
    ],
  },
  { text: 'Internals', pages: ['architecture', 'delivery-internals', 'consistency', 'schema'] },
  { text: 'Project', pages: ['project/changelog', 'project/contributing', 'project/*'] },
]

/**
 * The sidebars by path: of the directories with a group of their own, and of all other pages. Each page is in one group,
 * with its title.
 * @param directory with the pages
 * @throws Error when a page is in no group
 */
export function navigation(directory: string, groups: readonly Group[] = GROUPS): Record<string, Entry[]> {
  const open = titlesIn(directory)
  open.delete('index')
  const named = new Set(groups.flatMap(({ pages }) => pages))
  const take = (page: string): Entry[] => {
    const text = open.get(page)
    // A page may be added after its place in the navigation.
    if (text === undefined) return []
    open.delete(page)
    return [{ text, link: `/${page.replace(/(^|\/)index$/, '$1')}` }]
  }
  const pagesIn = (prefix: string) =>
    [...open.keys()]
      .filter((page) => page.startsWith(prefix) && !named.has(page))
      .toSorted((one, other) => (open.get(one) ?? '').localeCompare(open.get(other) ?? ''))
  const entries = groups.map((group) => ({
    directory: group.directory,
    text: group.text,
    items: group.pages
      .flatMap((page) => (page.endsWith('/*') ? pagesIn(page.slice(0, -1)) : [page]))
      .flatMap(take),
  }))
  if (open.size > 0) throw new Error(`not in the navigation: ${[...open.keys()].join(', ')}`)
  const everywhere = entries.filter((entry) => entry.directory === undefined).map(entryOf)
  const beside = entries.flatMap((entry) =>
    entry.directory === undefined ? [] : [[`/${entry.directory}/`, [entryOf(entry), ...everywhere]] as const],
  )
  return { ...Object.fromEntries(beside), '/': everywhere }
}

function entryOf({ text, items }: Entry): Entry {
  return { text, ...(items !== undefined && { items }) }
}

function titlesIn(directory: string): Map<string, string> {
  const files = globSync('**/*.md', { cwd: directory }).map((file) => file.replaceAll(path.sep, '/'))
  return new Map(
    files.map((file) => [
      file.slice(0, -'.md'.length),
      titleOf(readFileSync(path.join(directory, file), 'utf8')),
    ]),
  )
}

/** The first heading, without marks of code. */
function titleOf(markdown: string): string {
  return /^# (.+)$/m.exec(markdown)?.[1]?.replaceAll('`', '') ?? ''
}

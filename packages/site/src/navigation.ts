import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** An entry of the sidebar: a page, or a group of them. */
export interface Entry {
  text: string
  link?: string
  collapsed?: boolean
  items?: Entry[]
}

/** A page by its path, or pages of a directory below another: `providers/*`. */
interface Group {
  text: string
  pages: readonly string[]
  collapsed?: boolean
}

const GROUPS: readonly Group[] = [
  { text: 'Guide', pages: ['getting-started', 'concepts', 'dashboard', 'embedded-portal'] },
  {
    text: 'Sending',
    pages: ['publishing', 'delivery', 'filters', 'signatures', 'headers', 'finding', 'live-updates'],
  },
  { text: 'Verifying', pages: ['verifying', 'verifying/*'], collapsed: true },
  {
    text: 'Receiving',
    pages: ['receiving', 'providers', 'recipes', 'bodies', 'source-limits', 'rejected-requests'],
  },
  { text: 'Providers', pages: ['providers/*'], collapsed: true },
  { text: 'API', pages: ['api', 'errors', 'audit-log'] },
  { text: 'API reference', pages: ['reference/index', 'reference/*'], collapsed: true },
  { text: 'Migrating from', pages: ['migrating/*'], collapsed: true },
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
    collapsed: true,
  },
  {
    text: 'Internals',
    pages: ['architecture', 'delivery-internals', 'consistency', 'schema'],
    collapsed: true,
  },
  { text: 'Project', pages: ['project/changelog', 'project/contributing', 'project/*'], collapsed: true },
]

/**
 * The sidebar. Each page is in it once, with its title.
 * @param directory with the pages
 * @throws Error when a page is in no group, or a group names a page that does not exist
 */
export function navigation(directory: string, groups: readonly Group[] = GROUPS): Entry[] {
  const open = titlesIn(directory)
  open.delete('index')
  const named = new Set(groups.flatMap(({ pages }) => pages))
  const take = (page: string): Entry => {
    const text = open.get(page)
    if (text === undefined) throw new Error(`the navigation names ${page}, which is no page`)
    open.delete(page)
    return { text, link: `/${page.replace(/(^|\/)index$/, '$1')}` }
  }
  const entries = groups.map(({ pages, ...group }) => ({
    ...group,
    items: pages.flatMap((page) =>
      page.endsWith('/*')
        ? [...open.keys()]
            .filter((each) => each.startsWith(page.slice(0, -1)) && !named.has(each))
            .toSorted((one, other) => (open.get(one) ?? '').localeCompare(open.get(other) ?? ''))
            .map(take)
        : [take(page)],
    ),
  }))
  if (open.size > 0) throw new Error(`not in the navigation: ${[...open.keys()].join(', ')}`)
  return entries
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

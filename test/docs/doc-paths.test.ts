import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { PROBLEMS, RequestCause } from '@posthorn/contracts'
import { DELIVERY_ERROR_CODES } from '@posthorn/webhook'
import { describe, expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const DOCUMENTS = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...globSync('docs/**/*.md', { cwd: ROOT }),
]

const BACKTICKED = /`([^`\n]+)`/g
const LINKED = /\]\(([^)#\s]+)(?:#[^)\s]*)?\)/g
const FILE_NAME = /\.(?:ts|mts|mjs|json|md|prisma|sql|yml|yaml|toml)$/
const ROOT_ENTRIES = new Set(readdirSync(ROOT))
/** Created by a command; a clean clone has none of them. */
const MADE = /^(?:\.env|\.posthorn\b.*|.*node_modules\b.*|packages\/database\/src\/generated\b.*)$/

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

/** Text in backticks that looks like a path of this repository; it may contain `*`. */
function pathsIn(text: string): string[] {
  const quoted = [...text.matchAll(BACKTICKED)].map(([, inside = '']) => inside)
  return quoted.filter((inside) => {
    if (/[\s<>{}…:]/.test(inside) || inside.startsWith('/') || MADE.test(inside)) return false
    return ROOT_ENTRIES.has(inside.split('/')[0] ?? '') || (inside.includes('/') && FILE_NAME.test(inside))
  })
}

function linksIn(text: string): string[] {
  return [...text.matchAll(LINKED)].map(([, target = '']) => target).filter((target) => !/^\w+:/.test(target))
}

/** The first two cells of each table row under a heading of docs/errors.md. */
function rowsUnder(heading: string): [code: string, beside: string][] {
  const [, section = ''] = read('docs/errors.md').split(`\n## ${heading}\n`)
  const [body = ''] = section.split('\n## ')
  const rows = body.matchAll(/^\| `(\w+)` *\| ([^|]*) \|/gm)
  return [...rows].map(([, code = '', beside = '']) => [code, beside.trim()])
}

const codesUnder = (heading: string) => rowsUnder(heading).map(([code]) => code)

describe.each(DOCUMENTS)('%s', (document) => {
  it('names only paths that exist', () => {
    const missing = pathsIn(read(document)).filter((found) => globSync(found, { cwd: ROOT }).length === 0)
    expect(missing).toEqual([])
  })

  it('links only to files that exist', () => {
    const folder = path.dirname(path.join(ROOT, document))
    expect(linksIn(read(document)).filter((target) => !existsSync(path.resolve(folder, target)))).toEqual([])
  })
})

describe('docs/errors.md', () => {
  it('has every problem with its status, and no others', () => {
    const inCode = Object.entries(PROBLEMS).map(([code, { status }]) => [code, String(status)])
    expect(rowsUnder('Problems')).toEqual(inCode)
  })

  it('has every error code of an attempt, and no others', () => {
    expect(codesUnder('Error codes of attempts')).toEqual(DELIVERY_ERROR_CODES)
  })

  it('has every cause of a rejected request, and no others', () => {
    expect(codesUnder('Causes of rejected requests')).toEqual(RequestCause.options)
  })
})

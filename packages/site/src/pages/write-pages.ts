import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { referencePages } from '../reference/reference-pages.ts'
import { homePage } from './home.ts'
import { siteMarkdown } from './site-markdown.ts'
import { OTHER_DOCUMENTS, sitePathOf } from './site-paths.ts'
import { siteTokens } from './site-tokens.ts'

const PROJECT = path.resolve(import.meta.dirname, '../..')
const ROOT = path.resolve(PROJECT, '../..')
const DASHBOARD = path.join(ROOT, 'packages/dashboard/src')

/** What VitePress builds: written before each build, and not committed. */
export const PAGES = path.join(PROJECT, 'pages')

/** Files that the site serves as they are, with their names there. */
const PUBLIC_FILES = {
  'docs/openapi.json': 'openapi.json',
  'docs/images/overview.png': 'overview.png',
  'packages/dashboard/src/app/icon.svg': 'icon.svg',
}

/** Writes the pages from the documents of the repository. Files that stay the same are not touched. */
export function writePages(): void {
  const pages = new Map([...documentPages(), ...referencePages(readJson('docs/openapi.json'))])
  pages.set('index.md', homePage())
  pages.set('tokens.css', siteTokens(readFileSync(path.join(DASHBOARD, 'styles/tokens.css'), 'utf8')))
  for (const file of globSync('**/*.md', { cwd: PAGES })) {
    if (!pages.has(file.replaceAll(path.sep, '/'))) rmSync(path.join(PAGES, file))
  }
  for (const [page, text] of pages) writeIfChanged(path.join(PAGES, page), text)
  for (const [file, name] of Object.entries(PUBLIC_FILES)) {
    cpSync(path.join(ROOT, file), path.join(PAGES, 'public', name))
  }
}

function documentPages(): [page: string, markdown: string][] {
  const files = [
    ...globSync('docs/**/*.md', { cwd: ROOT }).map((file) => file.replaceAll(path.sep, '/')),
    ...Object.keys(OTHER_DOCUMENTS),
  ]
  return files.flatMap((file) => {
    const page = sitePathOf(file)
    return page === undefined ? [] : [[page, siteMarkdown(file, read(file))]]
  })
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8')
}

function readJson(file: string): unknown {
  return JSON.parse(read(file))
}

function writeIfChanged(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
}

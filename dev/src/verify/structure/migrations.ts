import type { SourceFile } from './imports.ts'

/** Migrations up to this one were written before the rules. */
const LAST_BEFORE_RULES = '20261127020000_finished_at'
/** Tables that grow with traffic: building an index on them takes minutes, and stops all writes unless it is concurrent. */
const LARGE = ['events', 'deliveries', 'attempts', 'requests', 'counts', 'dedupe_keys', 'external_ids']

const COMMENT = /--.*$/gm
const INDEX =
  /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(CONCURRENTLY\s+)?(?:IF NOT EXISTS\s+)?"?\w+"?\s+ON\s+(?:ONLY\s+)?"?(\w+)"?/gi
const TABLE = /\bCREATE\s+TABLE\s+(?:IF NOT EXISTS\s+)?"?(\w+)"?/gi
/** Each makes PostgreSQL rewrite the table, under a lock that stops reads and writes. */
const REWRITE =
  /\bADD\s+COLUMN\s[^,;]*?(?:\b(?:BIG|SMALL)?SERIAL\b|\bGENERATED\b|\bDEFAULT\s[^,;]*?\b(?:random|gen_random_uuid|uuid_generate_v4|uuidv4|uuidv7|clock_timestamp|timeofday|nextval)\s*\()/gi

/**
 * Migrations that would stop a running service: those of a rolling upgrade run beside the previous version.
 * @param files migration.sql files
 * @returns a line for each fault, which says what to do
 */
export function unsafeMigrations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ file, text }) => {
    const name = file.split('/').at(-2) ?? ''
    if (name <= LAST_BEFORE_RULES) return []
    return faultsOf(text.replaceAll(COMMENT, '')).map((fault) => `${file}: ${fault}`)
  })
}

function faultsOf(sql: string): string[] {
  const created = new Set([...sql.matchAll(TABLE)].map(([, table = '']) => table))
  const blocking = [...sql.matchAll(INDEX)].flatMap(([, concurrently, table = '']) =>
    concurrently === undefined && LARGE.includes(table) && !created.has(table)
      ? [`builds an index on "${table}" without CONCURRENTLY, which stops writes: add CONCURRENTLY`]
      : [],
  )
  const rewriting = [...sql.matchAll(REWRITE)].map(
    ([clause]) => `"${clause.replaceAll(/\s+/g, ' ')}" rewrites the table: add the column without it`,
  )
  return [...blocking, ...rewriting, ...crowded(sql)]
}

function crowded(sql: string): string[] {
  const isAlone = sql.split(';').filter((statement) => statement.trim() !== '').length <= 1
  if (!/\bCONCURRENTLY\b/i.test(sql) || (isAlone && /\bCREATE\s+(?:UNIQUE\s+)?INDEX\b/i.test(sql))) return []
  return ['has CONCURRENTLY beside other statements: one CREATE INDEX CONCURRENTLY is a file of its own']
}

import { readFile } from 'node:fs/promises'
import { SCHEMA_FILE, withEngine } from './schema-engine.ts'

/**
 * The SQL that changes a previous schema to the current prisma/schema.prisma, as the start of a new migration.
 * @param url of any PostgreSQL database: the engine reads the server's version
 * @param previous text of the previous schema; without it, the SQL creates all tables
 */
export async function schemaChange(url: string, previous?: string): Promise<string> {
  const schema = await readFile(SCHEMA_FILE, 'utf8')
  return withEngine(url, async (engine) => {
    const { stdout } = await engine.diff({
      from: previous === undefined ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: [fileOf(previous)] },
      to: { tag: 'schemaDatamodel', files: [fileOf(schema)] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    })
    return stdout ?? ''
  })
}

function fileOf(content: string): { path: string; content: string } {
  return { path: SCHEMA_FILE, content }
}

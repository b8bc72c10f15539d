import type { SchemaIssue } from '@posthorn/event-schemas'
import { createSchemaTasks } from './schema-tasks.ts'

const MINUTE_MS = 60_000

/** The largest schema and the longest check take two seconds of CPU time on a slow machine, which may be at full load. */
const TASK_MS_MAX = 2 * MINUTE_MS

/**
 * Checks schemas, and data against schemas, in separate threads: compiling a schema of 64 KiB or checking a megabyte takes hundreds of
 * milliseconds, which must not block other requests. Keys (tenants) take turns. The schemas of the catalogue have a thread of their
 * own: events do not wait while many schemas are written.
 */
export interface SchemaChecker {
  /**
   * The issues of an event's data; empty when it is valid.
   * @param schema of the catalogue, as JSON
   * @param data JSON in UTF-8
   */
  issuesInData: (key: string, task: { schema: string; data: Uint8Array }) => Promise<SchemaIssue[]>
  /**
   * What is wrong with a schema; empty when data can be checked by it.
   * @param schema JSON as it was written
   */
  issuesInSchema: (key: string, schema: string) => Promise<SchemaIssue[]>
  /** Ends the threads. What waits for them fails. */
  close: () => Promise<void>
}

/** @param taskMsMax the longest time of a task, in milliseconds. Default: two minutes */
export function createSchemaChecker({ taskMsMax = TASK_MS_MAX } = {}): SchemaChecker {
  const ofData = createSchemaTasks({ taskMsMax })
  const ofSchemas = createSchemaTasks({ taskMsMax })
  return {
    issuesInData: (key, { schema, data }) => ofData.run(key, { kind: 'data', schema, data }),
    issuesInSchema: (key, schema) => ofSchemas.run(key, { kind: 'schema', schema, data: Buffer.of() }),
    async close() {
      await Promise.all([ofData.close(), ofSchemas.close()])
    },
  }
}

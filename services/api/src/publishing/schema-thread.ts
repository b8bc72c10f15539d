import { parentPort } from 'node:worker_threads'
import { compileSchema, createSchemaCache, SchemaError, type SchemaIssue } from '@posthorn/event-schemas'
import type { SchemaReply, SchemaTask } from './schema-tasks.ts'

/** Compiled, they take about 120 MiB: 30 of the largest schemas, or 1,600 small ones. */
const SCHEMA_CHARACTERS_MAX = 2_000_000

const schemas = createSchemaCache(SCHEMA_CHARACTERS_MAX)

/** The thread of `createSchemaTasks`: compiles schemas and checks data. One task at a time, in their order. */
function issuesIn(task: SchemaTask): SchemaIssue[] {
  switch (task.kind) {
    case 'data': {
      const text = Buffer.from(task.data.buffer).toString()
      return schemas.checkOf(task.schema)(JSON.parse(text), text)
    }
    case 'schema':
      return issuesInSchema(task.schema)
  }
}

function issuesInSchema(text: string): SchemaIssue[] {
  try {
    compileSchema(JSON.parse(text), text)
    return []
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error
    return [...error.issues]
  }
}

parentPort?.on('message', (task: SchemaTask) => {
  const startedMs = performance.now()
  const reply: SchemaReply = { issues: issuesIn(task), ms: performance.now() - startedMs }
  parentPort?.postMessage(reply, [])
})

import { parentPort } from 'node:worker_threads'
import { compileSchema, createSchemaCache, SchemaError, type SchemaFault } from '@posthorn/event-schemas'
import type { SchemaReply, SchemaTask } from './schema-tasks.ts'

/** Compiled, they take about 120 MiB: 30 of the largest schemas, or 1,600 small ones. */
const SCHEMA_CHARACTERS_MAX = 2_000_000

const schemas = createSchemaCache(SCHEMA_CHARACTERS_MAX)

/** The thread of `createSchemaTasks`: compiles schemas and checks data. One task at a time, in their order. */
function faultsIn(task: SchemaTask): SchemaFault[] {
  switch (task.kind) {
    case 'data': {
      const text = Buffer.from(task.data.buffer).toString()
      return schemas.checkOf(task.schema)(JSON.parse(text), text)
    }
    case 'schema':
      return faultsInSchema(task.schema)
  }
}

function faultsInSchema(text: string): SchemaFault[] {
  try {
    compileSchema(JSON.parse(text), text)
    return []
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error
    return [...error.faults]
  }
}

parentPort?.on('message', (task: SchemaTask) => {
  const startedMs = performance.now()
  const reply: SchemaReply = { faults: faultsIn(task), ms: performance.now() - startedMs }
  parentPort?.postMessage(reply, [])
})

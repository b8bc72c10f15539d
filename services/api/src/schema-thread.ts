import { parentPort } from 'node:worker_threads'
import { compileSchema, createSchemaCache, type Place, SchemaError } from '@posthorn/event-schemas'
import type { SchemaTask } from './schema-checker.ts'

/** Compiled schemas take up to a few hundred kilobytes each. */
const SCHEMAS_MAX = 500

const schemas = createSchemaCache(SCHEMAS_MAX)

/** The thread of `createSchemaChecker`: compiles schemas and checks data. One task at a time, in their order. */
function faultsIn(task: SchemaTask): Place[] {
  switch (task.kind) {
    case 'data': {
      const text = Buffer.from(task.data.buffer).toString()
      return schemas.checkOf(task.schema)(JSON.parse(text), text)
    }
    case 'schema':
      return faultsInSchema(task.schema)
  }
}

function faultsInSchema(text: string): Place[] {
  try {
    compileSchema(JSON.parse(text), text)
    return []
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error
    return [...error.places]
  }
}

parentPort?.on('message', (task: SchemaTask) => {
  parentPort?.postMessage(faultsIn(task), [])
})

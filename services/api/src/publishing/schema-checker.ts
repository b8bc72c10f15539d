import { Worker } from 'node:worker_threads'
import type { SchemaFault } from '@posthorn/event-schemas'
import { FairQueue, type Queued } from '@posthorn/fairness'

const KIB = 1024
const MINUTE_MS = 60_000

/** The largest schema and the longest check take two seconds of CPU time on a slow machine, which may be at full load. */
const TASK_MS_MAX = 2 * MINUTE_MS
/**
 * Tasks sent to the thread ahead, so that it does not wait for the next. Only small ones, because they have left the
 * fair queue.
 */
const IN_FLIGHT_MAX = 8
const IN_FLIGHT_BYTES_MAX = 64 * KIB
/** Bytes of data that cost as much as a task when tenants take turns. */
const BYTES_OF_TASK = 16 * KIB

const THREAD = new URL('schema-thread.ts', import.meta.url)

/** A task of the thread. Its reply is the list of faults. */
export type SchemaTask =
  /** `data` is JSON in UTF-8, and all of its buffer. */
  { kind: 'data'; schema: string; data: Uint8Array<ArrayBuffer> } | { kind: 'schema'; schema: string }

/**
 * Checks schemas, and data against schemas, in a separate thread: compiling a schema of 64 KiB or checking a megabyte
 * takes hundreds of milliseconds, which must not block other requests. Keys (tenants) take turns.
 */
export interface SchemaChecker {
  /**
   * The faults of an event's data; empty when it is valid.
   * @param schema of the catalogue, as JSON
   * @param data JSON in UTF-8
   */
  faultsInData: (key: string, task: { schema: string; data: Uint8Array }) => Promise<SchemaFault[]>
  /**
   * What is wrong with a schema; empty when data can be checked by it.
   * @param schema JSON as it was written
   */
  faultsInSchema: (key: string, schema: string) => Promise<SchemaFault[]>
  /** Ends the thread. What waits for it fails. */
  close: () => Promise<void>
}

interface Asked {
  kind: SchemaTask['kind']
  schema: string
  data: Uint8Array
  resolve: (faults: SchemaFault[]) => void
  reject: (error: Error) => void
}

/**
 * Starts its thread with the first task. If the thread ends while it works, its current task fails, and a new thread
 * continues with the next ones.
 * @param taskMsMax the longest time of a task, in milliseconds. Default: two minutes
 */
export function createSchemaChecker({ taskMsMax = TASK_MS_MAX } = {}): SchemaChecker {
  const waiting = new FairQueue<Asked>({ costOf: ({ data }) => 1 + data.length / BYTES_OF_TASK })
  /** In the order of their replies. */
  let inFlight: Queued<Asked>[] = []
  let thread: Worker | undefined
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  function ask(key: string, question: Omit<Asked, 'resolve' | 'reject'>): Promise<SchemaFault[]> {
    return new Promise((resolve, reject) => {
      waiting.add(key, { ...question, resolve, reject })
      postWaiting()
    })
  }

  function postWaiting(): void {
    if (isClosed) return rejectAll()
    while (hasRoom()) {
      const next = waiting.next()
      if (next === undefined) return
      inFlight.push(next)
      thread ??= startThread()
      const task = taskOf(next.item)
      thread.postMessage(task, task.kind === 'data' ? [task.data.buffer] : [])
      if (inFlight.length === 1) limitTime()
    }
  }

  function hasRoom(): boolean {
    const bytes = inFlight.reduce((sum, { item }) => sum + item.data.length, 0)
    return inFlight.length === 0 || (inFlight.length < IN_FLIGHT_MAX && bytes < IN_FLIGHT_BYTES_MAX)
  }

  /** Limits the time of the first task in flight. */
  function limitTime(): void {
    clearTimeout(timer)
    if (inFlight.length > 0) timer = setTimeout(() => void thread?.terminate(), taskMsMax).unref()
  }

  function startThread(): Worker {
    const started = new Worker(THREAD)
    started.unref()
    let cause: unknown
    started.on('message', (faults: SchemaFault[]) => {
      inFlight.shift()?.item.resolve(faults)
      limitTime()
      postWaiting()
    })
    started.on('error', (error) => {
      cause = error
    })
    started.once('exit', () => {
      thread = undefined
      const [failed, ...others] = inFlight
      inFlight = []
      limitTime()
      failed?.item.reject(new Error('the thread that checks data against schemas has ended', { cause }))
      for (const { key, item } of others) waiting.add(key, item)
      postWaiting()
    })
    return started
  }

  function rejectAll(): void {
    for (let next = waiting.next(); next !== undefined; next = waiting.next())
      next.item.reject(new Error('the schema checker is closed: the service is stopping'))
  }

  return {
    faultsInData: (key, { schema, data }) => ask(key, { kind: 'data', schema, data }),
    faultsInSchema: (key, schema) => ask(key, { kind: 'schema', schema, data: Buffer.of() }),
    async close() {
      isClosed = true
      rejectAll()
      await thread?.terminate()
    },
  }
}

/** Copies the data: the copy is transferred to the thread, and the data may be part of a larger buffer. */
function taskOf({ kind, schema, data }: Asked): SchemaTask {
  return kind === 'data' ? { kind, schema, data: new Uint8Array(data) } : { kind, schema }
}

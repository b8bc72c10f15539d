import { Worker } from 'node:worker_threads'
import type { SchemaIssue } from '@posthorn/event-schemas'
import { FairQueue, type Queued } from '@posthorn/fairness'

const KIB = 1024

/**
 * Tasks sent to the thread ahead, so that it does not wait for the next. Only small and quick ones, because they have left the fair
 * queue.
 */
const IN_FLIGHT_MAX = 8
const IN_FLIGHT_BYTES_MAX = 64 * KIB
/** After a slower task none is sent ahead, until the following ones have been quick for a while. */
const QUICK_TASK_MS = 5
const SLOWEST_MS_DECAY = 0.9
/** Bytes of data that cost as much as a task when tenants take turns. */
const BYTES_OF_TASK = 16 * KIB

const THREAD = new URL('schema-thread.ts', import.meta.url)

/** A task of the thread. */
export type SchemaTask =
  /** `data` is JSON in UTF-8, and all of its buffer. */
  { kind: 'data'; schema: string; data: Uint8Array<ArrayBuffer> } | { kind: 'schema'; schema: string }

export interface SchemaReply {
  issues: SchemaIssue[]
  /** Duration of the task in the thread, in milliseconds. */
  ms: number
}

/** A task, with data that the caller keeps. */
export interface NewSchemaTask {
  kind: SchemaTask['kind']
  schema: string
  data: Uint8Array
}

export interface SchemaTasks {
  /** Runs a task in its key's turn. */
  run: (key: string, task: NewSchemaTask) => Promise<SchemaIssue[]>
  /** Ends the thread. What waits for it fails. */
  close: () => Promise<void>
}

interface Waiting extends NewSchemaTask {
  resolve: (issues: SchemaIssue[]) => void
  reject: (error: Error) => void
}

/**
 * Runs tasks in a thread, keys (tenants) in turn. The thread starts with the first task. If it ends while it works, its current task
 * fails, and a new thread continues with the next ones.
 * @param options.taskMsMax the longest time of a task, in milliseconds
 */
export function createSchemaTasks({ taskMsMax }: { taskMsMax: number }): SchemaTasks {
  const waiting = new FairQueue<Waiting>({ costOf: ({ data }) => 1 + data.length / BYTES_OF_TASK })
  /** In the order of their replies. */
  let inFlight: Queued<Waiting>[] = []
  /** Duration of the slowest of the last tasks: it decays with each quicker one. */
  let slowestMs = 0
  let thread: Worker | undefined
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

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
    if (inFlight.length === 0) return true
    const bytes = inFlight.reduce((sum, { item }) => sum + item.data.length, 0)
    return slowestMs <= QUICK_TASK_MS && inFlight.length < IN_FLIGHT_MAX && bytes < IN_FLIGHT_BYTES_MAX
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
    started.on('message', ({ issues, ms }: SchemaReply) => {
      slowestMs = Math.max(ms, slowestMs * SLOWEST_MS_DECAY)
      inFlight.shift()?.item.resolve(issues)
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
    run: (key, task) =>
      new Promise((resolve, reject) => {
        waiting.add(key, { ...task, resolve, reject })
        postWaiting()
      }),
    async close() {
      isClosed = true
      rejectAll()
      await thread?.terminate()
    },
  }
}

/** Copies the data: the copy is transferred to the thread, and the data may be part of a larger buffer. */
function taskOf({ kind, schema, data }: NewSchemaTask): SchemaTask {
  return kind === 'data' ? { kind, schema, data: new Uint8Array(data) } : { kind, schema }
}

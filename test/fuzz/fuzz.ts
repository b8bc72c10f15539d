import * as fc from 'fast-check'
import { Client } from 'undici'
import type { Posthorn } from '../harness/posthorn.ts'
import { type Call, callsOf } from './calls.ts'
import { type Operation, operationsOf, readDocument } from './described-operations.ts'
import { createReplyChecker, type FuzzReply } from './reply-checker.ts'
import { createWorld, type World } from './world.ts'

const RUNS_MAX = 1_000_000
/** Operations without a key have no invalid input. */
const RUNS_MAX_OPEN = 20
/** Maximum calls of an operation until one succeeds. */
const TRIES_MAX = 500
/** Enough for some calls, even if creating the world took all the time. */
const SHARE_MS_MIN = 100

export interface FuzzOptions {
  /** Total time; each operation gets its share. */
  seconds: number
  /** The same seed makes the same calls. */
  seed: number
  /** Only this operation. */
  only?: string | undefined
}

export interface OperationResult {
  id: string
  /** How often each status was returned. */
  statuses: Record<number, number>
  /** The smallest call found with a wrong reply, and what is wrong. */
  failure: string | undefined
}

/**
 * Calls every operation of a running API with valid and invalid requests, and compares the replies with the
 * document.
 */
export async function fuzz(posthorn: Posthorn, options: FuzzOptions): Promise<OperationResult[]> {
  const document = readDocument()
  const checkReply = createReplyChecker(document)
  const operations = inOrder(operationsOf(document)).filter(
    ({ id }) => options.only === undefined || id === options.only,
  )
  if (operations.length === 0) throw new Error(`unknown operation "${options.only}" in docs/openapi.json`)
  const client = new Client(posthorn.service('api').url)
  const results: OperationResult[] = []
  try {
    const endsAtMs = performance.now() + options.seconds * 1000
    for (const [index, operation] of operations.entries()) {
      const world = await createWorld(posthorn)
      const vocabulary = { schemas: document.components.schemas, ids: world.ids }
      const statuses: Record<number, number> = {}
      const calls = callsOf(operation, { vocabulary, names: world.names })
      const make = async (call: Call): Promise<string | undefined> => {
        const first = await send(client, operation, { call, world })
        // This process was too slow to send it: it was not processed, and is repeated, as clients do (RFC 9110, 15.5.9).
        const reply = first.status === 408 ? await send(client, operation, { call, world }) : first
        statuses[reply.status] = (statuses[reply.status] ?? 0) + 1
        const wrong = checkReply(operation, call.key, reply)
        return wrong === undefined ? undefined : failureText(operation, { call, reply, wrong })
      }
      const property = fc.asyncProperty(calls, async (call) => {
        const failure = await make(call)
        if (failure !== undefined) throw new Error(failure)
      })
      const details = await fc.check(property, {
        seed: options.seed,
        numRuns: operation.isOpen ? RUNS_MAX_OPEN : RUNS_MAX,
        // Operations share the remaining time.
        interruptAfterTimeLimit: Math.max(
          SHARE_MS_MIN,
          (endsAtMs - performance.now()) / (operations.length - index),
        ),
      })
      const found = details.errorInstance instanceof Error ? details.errorInstance.message : undefined
      const isIdle = () => !Object.keys(statuses).some((status) => status.startsWith('2'))
      const more = isIdle() ? fc.sample(calls, { seed: options.seed + 1, numRuns: TRIES_MAX }) : []
      const failure = found ?? (await firstFailure(more, { make, isIdle }))
      results.push({ id: operation.id, statuses, failure })
    }
  } finally {
    await client.close()
  }
  return results
}

/** Continues until a call has succeeded: a slow machine makes few calls, and the result must not depend on chance. */
async function firstFailure(
  calls: readonly Call[],
  { make, isIdle }: { make: (call: Call) => Promise<string | undefined>; isIdle: () => boolean },
): Promise<string | undefined> {
  for (const call of calls) {
    if (!isIdle()) return undefined
    const failure = await make(call)
    if (failure !== undefined) return failure
  }
  return undefined
}

/**
 * The catalogue of event types last: it applies to all tenants, and its changes would prevent them from publishing.
 */
function inOrder(operations: readonly Operation[]): Operation[] {
  const isOfCatalogue = ({ path }: Operation) => path.startsWith('/v1/event-types')
  return [...operations.filter((each) => !isOfCatalogue(each)), ...operations.filter(isOfCatalogue)]
}

async function send(
  client: Client,
  { method }: Operation,
  { call, world }: { call: Call; world: World },
): Promise<FuzzReply> {
  const key = world.keys[call.key]
  const { statusCode, headers, body } = await client.request({
    method,
    path: call.path,
    headers: { ...call.headers, ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
    body: call.body ?? null,
  })
  return { status: statusCode, headers, text: await body.text() }
}

function failureText(
  { id, method }: Operation,
  { call, reply, wrong }: { call: Call; reply: FuzzReply; wrong: string },
): string {
  const body = call.body?.toString('utf8').slice(0, 1000) ?? '(none)'
  return [
    `${id}: ${wrong}`,
    `  ${method} ${call.path}, key: ${call.key}, headers: ${JSON.stringify(call.headers)}`,
    `  body: ${body}`,
    `  reply: ${reply.status} ${reply.text.slice(0, 1000)}`,
  ].join('\n')
}

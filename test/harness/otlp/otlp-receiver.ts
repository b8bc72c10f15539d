import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { waitUntil } from '../wait-until.ts'

const Attribute = z.object({
  key: z.string(),
  value: z.object({ stringValue: z.string(), intValue: z.number(), boolValue: z.boolean() }).partial(),
})
const OtlpSpan = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes: z.array(Attribute).default([]),
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
  status: z.object({ code: z.number().optional() }).default({}),
})
const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(Attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(OtlpSpan) })),
    }),
  ),
})

/** Kinds of spans in OTLP. */
export const SPAN_KIND = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 }

/** A span as it was exported; `kind` is one of {@link SPAN_KIND}. */
export interface ExportedSpan {
  service: string
  name: string
  kind: number
  traceId: string
  spanId: string
  parentSpanId: string | undefined
  startNs: bigint
  endNs: bigint
  attributes: Record<string, unknown>
  links: { traceId: string; spanId: string }[]
  failed: boolean
}

const FAILED = 2

export interface OtlpReceiver {
  url: string
  spans: ExportedSpan[]
  /** Bodies of all exports, as text. */
  bodies: string[]
  /** Waits until all these spans of a trace were exported, and returns what was exported of it. */
  waitForTrace(traceId: string, names: readonly string[]): Promise<ExportedSpan[]>
  close(): Promise<void>
}

export function newTraceId(): string {
  return randomBytes(16).toString('hex')
}

/** The first span of this name. */
export function spanNamed(spans: readonly ExportedSpan[], name: string): ExportedSpan {
  const [first] = spans.filter((span) => span.name === name)
  if (first === undefined) throw new Error(`no span ${name}`)
  return first
}

/** A collector of traces: OTLP over HTTP, in JSON. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ExportedSpan[] = []
  const bodies: string[] = []
  const answer = async (request: IncomingMessage): Promise<number> => {
    const text = await textOf(request)
    if (request.method !== 'POST' || request.url !== '/v1/traces') return 404
    bodies.push(text)
    spans.push(...spansOf(text))
    return 200
  }
  const server = createServer((request, response) => {
    const reply = (status: number) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    answer(request).then(reply, () => reply(400))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    waitForTrace: (traceId, names) =>
      waitUntil(`spans ${names.join(', ')}`, () => {
        const ofTrace = spans.filter((span) => span.traceId === traceId)
        const missing = [...names]
        for (const { name } of ofTrace) if (missing.includes(name)) missing.splice(missing.indexOf(name), 1)
        return missing.length === 0 && ofTrace
      }),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function spansOf(text: string): ExportedSpan[] {
  return Export.parse(JSON.parse(text)).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource.attributes)['service.name'])
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ startTimeUnixNano, endTimeUnixNano, attributes, status, parentSpanId, ...span }) => ({
        ...span,
        service,
        parentSpanId,
        startNs: BigInt(startTimeUnixNano),
        endNs: BigInt(endTimeUnixNano),
        attributes: valuesOf(attributes),
        failed: status.code === FAILED,
      })),
    )
  })
}

function valuesOf(attributes: z.infer<typeof Attribute>[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}

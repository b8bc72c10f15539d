import {
  ProblemError,
  type RequestId,
  SourceId,
  type SourceVerification,
  type SourceVerify,
  type TenantId,
  VERIFIED_BYTES_MAX,
} from '@posthorn/contracts'
import { findIngestSource, findRequest, findSource, shownSecret } from '@posthorn/database'
import {
  type ExplainDependencies,
  type ExplainedRequest,
  type Explanation,
  explainRequest,
  rejectionDetail,
} from '@posthorn/receiving'
import type { BodyBlocks } from '@posthorn/runtime'
import { inboundEventType } from '@posthorn/webhook'
import type { Dependencies } from '../../dependencies.ts'
import { found } from '../../http/replies.ts'
import { blocksOf, wholeContentOf } from '../recorded-request.ts'

interface VerifyDependencies extends ExplainDependencies, Pick<Dependencies, 'database' | 'secretBox'> {}

interface VerifiedRequest {
  request: ExplainedRequest
  body: BodyBlocks
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/**
 * Whether a source would accept a request, and why not. Stores nothing.
 * @throws ProblemError `not_found`; `conflict` for a recorded request that is not kept as a whole
 */
export async function verifyRequest(
  dependencies: VerifyDependencies,
  { tenant, id }: { tenant: TenantId; id: SourceId },
  given: SourceVerify,
): Promise<SourceVerification> {
  const { database, verification } = dependencies
  found(await findSource(database, tenant, id), 'source')
  const source = found(await findIngestSource(database, id), 'source')
  const { request, body } =
    given.requestId === undefined
      ? givenRequest(given, verification.ingestUrlOf(id))
      : await recordedRequest(dependencies, { tenant, id }, given.requestId)
  const { arrivedAt } = request
  const explanation = await explainRequest(dependencies, source, request, body)
  const { rejected, events, signedAt, signedBytes, secret } = explanation
  const [first] = events
  return {
    verified: rejected === undefined,
    cause: rejected?.requestCause ?? null,
    detail: rejected === undefined ? null : rejectionDetail(rejected, 'whole'),
    signedBytes: signedBytes === undefined ? null : shownBytes(signedBytes),
    ...shownTime(signedAt, arrivedAt),
    secretsTried: explanation.secretsTried,
    matchedSecret: secret === undefined ? null : shownSecret(secret),
    event:
      first === undefined
        ? null
        : {
            type: inboundEventType({ prefix: source.eventTypePrefix, providerType: first.providerType }),
            id: first.id ?? null,
          },
    eventCount: events.length,
    handshake: explanation.isHandshake,
    hints: explanation.hints.map(shownHint),
  }
}

function givenRequest(given: SourceVerify, ingestUrl: string): VerifiedRequest {
  const request = {
    headers: lowerCased(given.headers ?? {}),
    arrivedAt: given.receivedAt ?? new Date(),
    trace: undefined,
    urlSuffix: suffixOf(given.url, ingestUrl),
    calledUrl: given.url,
  }
  return { request, body: blocksOf(bodyOf(given)) }
}

/** A rejected request with the signatures and the body that are kept of it. */
async function recordedRequest(
  dependencies: Pick<VerifyDependencies, 'database' | 'secretBox'>,
  { tenant, id }: { tenant: TenantId; id: SourceId },
  requestId: RequestId,
): Promise<VerifiedRequest> {
  const stored = await findRequest(dependencies.database, tenant, requestId)
  const ofSource = found(stored?.request.sourceId === id ? stored : undefined, 'request')
  const { headers, urlSuffix, body } = wholeContentOf(dependencies, ofSource)
  const arrivedAt = new Date(ofSource.request.receivedAt)
  return {
    request: { headers, urlSuffix, arrivedAt, trace: undefined, calledUrl: undefined },
    body: blocksOf(body),
  }
}

function bodyOf({ body = '', bodyBase64 }: SourceVerify): Buffer {
  if (bodyBase64 !== undefined && !BASE64.test(bodyBase64)) throw invalid('bodyBase64', 'expected base64')
  const [path, bytes] =
    bodyBase64 === undefined ? ['body', Buffer.from(body)] : ['bodyBase64', Buffer.from(bodyBase64, 'base64')]
  if (bytes.length > VERIFIED_BYTES_MAX) throw invalid(path, `expected at most ${VERIFIED_BYTES_MAX} bytes`)
  return bytes
}

function invalid(path: string, message: string): ProblemError {
  return new ProblemError('invalid_request', `${path}: ${message}`, { errors: [{ path, message }] })
}

/** What follows the URL of the source: the query, and a slash if the provider called it with one. */
function suffixOf(calledUrl: string | undefined, ingestUrl: string): string {
  if (calledUrl === undefined) return ''
  const [path = '', ...query] = calledUrl.split(/(?=\?)/)
  return (path === `${ingestUrl}/` ? '/' : '') + query.join('')
}

function lowerCased(headers: NonNullable<SourceVerify['headers']>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function shownBytes({ first, length }: NonNullable<Explanation['signedBytes']>) {
  return {
    text: first.toString('utf8'),
    base64: first.toString('base64'),
    length,
    truncated: length > first.length,
  }
}

function shownHint({ sourceId, ...hint }: Explanation['hints'][number]) {
  return { ...hint, ...(sourceId !== undefined && { sourceId: SourceId.parse(sourceId) }) }
}

/** A header may name any time, also one that replies cannot show. */
function shownTime(
  signedAt: number | undefined,
  arrivedAt: Date,
): Pick<SourceVerification, 'signedAt' | 'clockDifferenceSeconds'> {
  const at = new Date((signedAt ?? Number.NaN) * 1000)
  const year = at.getUTCFullYear()
  if (signedAt === undefined || !(year >= 0 && year <= 9999)) {
    return { signedAt: null, clockDifferenceSeconds: null }
  }
  const clockDifferenceSeconds = Math.floor(arrivedAt.getTime() / 1000) - signedAt
  return { signedAt: at.toISOString(), clockDifferenceSeconds }
}

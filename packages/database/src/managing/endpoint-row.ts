import type { Endpoint, EndpointId, PayloadFormat, RetryOn, SignatureScheme } from '@posthorn/contracts'
import { HEADER_MASK } from '@posthorn/webhook'
import type { Endpoint as EndpointRow, EndpointGate as GateRow } from '../generated/client.ts'
import { nameOfRelay } from '../relaying/relay-row.ts'
import { HEADER_NAMES } from './endpoint-headers.ts'
import { endOfGrace, livePublicKeys, SECRET_TIMES } from './signing-secrets.ts'

/** Reads an endpoint for {@link toEndpoint}. */
export const WHOLE_ENDPOINT = {
  include: { gate: true, secrets: SECRET_TIMES, headers: HEADER_NAMES },
} as const

type WholeEndpointRow = EndpointRow & {
  gate: GateRow | null
  secrets: Parameters<typeof livePublicKeys>[0]
  headers: { name: string }[]
}

/** An endpoint as the API shows it. */
export function toEndpoint(row: WholeEndpointRow): Endpoint {
  const relayName = row.transport === 'relay' ? nameOfRelay(row.url) : null
  return {
    id: row.id as EndpointId,
    transport: relayName === null ? 'http' : 'relay',
    url: relayName === null ? row.url : null,
    relayName,
    description: row.description,
    eventTypes: row.eventTypes,
    filter: row.filter as Endpoint['filter'],
    enabled: row.enabled,
    headers: Object.fromEntries(row.headers.map(({ name }) => [name, HEADER_MASK])),
    timeoutSeconds: row.timeoutSeconds,
    retrySchedule: row.retrySchedule,
    retryOn: row.retryOn as RetryOn,
    rateLimitPerSecond: relayName === null ? row.rateLimitPerSecond : null,
    maxInFlight: row.maxInFlight,
    payloadFormat: row.payloadFormat as PayloadFormat,
    signatures: row.signatures as SignatureScheme[],
    publicKeys: livePublicKeys(row.secrets),
    metadata: row.metadata as Endpoint['metadata'],
    status: row.enabled ? 'active' : 'disabled',
    disabledReason: row.disabledReason as Endpoint['disabledReason'],
    health: toHealth(row.gate),
    previousSecretsExpireAt: endOfGrace(row.secrets)?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

function toHealth(gate: GateRow | null): Endpoint['health'] {
  const timeOf = (time: Date | null | undefined) => time?.toISOString() ?? null
  return {
    circuit: gate?.circuitOpenedAt ? 'open' : 'closed',
    reason: gate?.circuitReason ?? null,
    openedAt: timeOf(gate?.circuitOpenedAt),
    nextProbeAt: timeOf(gate?.probeAt),
    lastSuccessAt: timeOf(gate?.lastSuccessAt),
    failingSince: timeOf(gate?.failingSince),
  }
}

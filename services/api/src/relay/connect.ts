import {
  type EndpointId,
  newId,
  ProblemError,
  RELAY_WAITING_MAX,
  type RelayMode,
  type RelayReady,
  type TenantId,
} from '@posthorn/contracts'
import { connectListener, type Database } from '@posthorn/database'
import type { HintPublisher } from '@posthorn/queue'

export interface ConnectDependencies {
  database: Database
  live: HintPublisher
}

/** A listener that wants to connect. */
export interface ConnectRequest {
  tenantId: TenantId
  endpointId: EndpointId
  host: string
  pid: number
  mode?: RelayMode | undefined
  /** How many of the waiting deliveries it gets, the latest. Default: all */
  backlog?: number | undefined
}

/**
 * Connects a listener.
 * @returns what its first message says
 * @throws ProblemError `not_found`, `relay_busy`
 */
export async function connect(
  { database, live }: ConnectDependencies,
  { mode, backlog = RELAY_WAITING_MAX, ...listener }: ConnectRequest,
): Promise<RelayReady> {
  const { tenantId, endpointId } = listener
  const connectionId = newId('relayConnection')
  const outcome = await connectListener(database, { ...listener, mode, backlog, connectionId })
  switch (outcome.kind) {
    case 'no_relay':
      throw new ProblemError('not_found', 'No relay has this id: check the id and the tenant.')
    case 'busy': {
      const { host, pid, connectedAt } = outcome
      throw new ProblemError(
        'relay_busy',
        `A listener is connected from ${host}, process ${pid}, since ${connectedAt.toISOString()}. ` +
          'Stop it, or connect with mode=take-over or mode=share.',
      )
    }
    case 'connected': {
      // Other processes look at their connections at once: one may have been superseded or replaced.
      live.publish(tenantId, 'endpoint', [endpointId])
      const { waiting, waitingSince } = outcome
      return { connectionId, waiting, waitingSince: waitingSince?.toISOString() ?? null }
    }
  }
}

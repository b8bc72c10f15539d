import { hostname } from 'node:os'
import { ConflictError } from '@posthorn/client'
import type { CreatedRelay, RelayDelivery, RelayResultCounts } from '@posthorn/contracts'
import type { Cli } from '../cli.ts'
import type { TenantSession } from '../config/api-options.ts'
import { CliError } from '../process/cli-error.ts'
import type { Stop } from '../process/stop-signal.ts'
import type { LocalOptions } from './deliver-locally.ts'
import { Delivering } from './delivering.ts'
import { type Backlog, laterBacklog, leftBehind } from './left-behind.ts'
import { readKeys } from './listen-keys.ts'
import { ListenReport } from './listen-report.ts'
import { type Connect, Listener } from './listener.ts'
import { pollRelay, streamRelay } from './relay-connection.ts'
import { ResultSender } from './result-sender.ts'

/**
 * Of calls between connections, which may be repeated without a key. After an outage a call may take a connection that is open here and dead elsewhere, and only
 * its timeout shows that.
 */
const CALL = { retries: 0, timeoutMs: 10_000, idempotencyKey: null }

/** What a listener does. */
export interface ListenSettings {
  /** Body of `POST …/relays`. */
  relay: object
  mode: 'take-over' | 'share' | undefined
  backlog: Backlog
  isPolling: boolean
  maxOfflineMs: number
  local: Omit<LocalOptions, 'timeoutMs'>
  /** Called when the relay was created or found, before each connection. */
  prepareRelay: (relay: CreatedRelay) => Promise<void>
}

/** Runs a listener until it is stopped, or another one takes over. */
export async function runListener(
  cli: Cli,
  { posthorn, tenant, printer }: TenantSession,
  settings: ListenSettings,
  stop: Stop,
): Promise<void> {
  const relaysPath = `/v1/tenants/${encodeURIComponent(tenant.id)}/relays`
  const report = new ListenReport(printer, cli.now)
  let relayPath = ''
  let left = 0
  const results = new ResultSender({
    now: cli.now,
    random: cli.random,
    send: (connectionId, some) =>
      posthorn.request<RelayResultCounts>('POST', `${relayPath}/results`, {
        ...CALL,
        body: { connectionId, results: some },
      }),
  })
  const delivering = new Delivering({ results, report, local: settings.local, now: cli.now })

  const connect: Connect = async function* ({ isAgain, isPolling, signal }) {
    // Each time: a relay without a listener is removed some day.
    const relay = await posthorn.request<CreatedRelay>('POST', relaysPath, {
      ...CALL,
      body: settings.relay,
      signal,
    })
    await settings.prepareRelay(relay)
    relayPath = `${relaysPath}/${relay.id}`
    delivering.timeoutMs = relay.timeoutSeconds * 1000
    const connecting = {
      path: relayPath,
      host: hostname(),
      pid: process.pid,
      // A listener that has been away takes nothing over: the other one may have done so on purpose.
      mode: isAgain && settings.mode === 'take-over' ? undefined : settings.mode,
      backlog: isAgain ? laterBacklog({ waiting: relay.waiting, left }) : settings.backlog,
      signal,
    }
    yield { kind: 'connecting' }
    yield* isPolling ? pollRelay(posthorn, connecting) : streamRelay(posthorn, connecting)
  }
  const listener = new Listener(
    connect,
    {
      onReady(ready, how) {
        if (how.offlineMs === undefined) left = leftBehind(settings.backlog, ready.waiting)
        report.ready(ready, how)
      },
      onDelivery: (delivery, connectionId) => delivering.add(delivery, connectionId),
      onOffline: (reason) => report.offline(reason),
    },
    { ...settings, now: cli.now, random: cli.random },
  )
  const resend = async ({ deliveryId, eventType }: RelayDelivery) => {
    try {
      // A delivery is sent again after its result was recorded.
      await results.settled()
      await tenant.deliveries.retry(deliveryId)
    } catch (error) {
      printer.note(`${eventType} was not sent again: ${(error as Error).message}`)
    }
  }
  const stopKeys = readKeys(cli, {
    onResend: () => delivering.latest && void resend(delivering.latest),
    onQuit: stop.request,
  })
  try {
    if ((await listener.run(stop.signal)) === 'superseded') report.superseded()
  } catch (error) {
    throw error instanceof ConflictError && error.code === 'relay_busy' ? busy(error) : error
  } finally {
    await delivering.drain()
    stopKeys?.()
  }
}

/** Says who is connected, the first sentence of the API's message; its advice is for callers of the API. */
function busy(error: ConflictError): CliError {
  const [connected = error.message] = error.message.split(/(?<=\.) /)
  const choices = 'Use --take-over to end it, --share to receive events together with it, or another --name.'
  return new CliError(`${connected} ${choices}`, undefined, { cause: error })
}

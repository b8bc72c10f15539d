import type { RelayDelivery, RelayReady } from '@posthorn/contracts'
import type { LocalResult } from '../forwarding/local-result.ts'
import type { Printer } from '../output/printer.ts'

/** A delivery that was forwarded. */
export interface Forwarded {
  delivery: Pick<RelayDelivery, 'deliveryId' | 'eventId' | 'eventType' | 'number'>
  url: string
  result: LocalResult
}

/** What a listener prints: for people a line each, for programs an object with its `type`. */
export class ListenReport {
  readonly #printer: Printer
  readonly #now: () => Date

  constructor(printer: Printer, now: () => Date) {
    this.#printer = printer
    this.#now = now
  }

  ready(
    { connectionId, waiting, waitingSince }: RelayReady,
    how: { isPolling: boolean; offlineMs?: number | undefined },
  ): void {
    const since = waitingSince === null ? '' : ` since ${clockTime(new Date(waitingSince))}`
    const backlog = waiting === 0 ? '' : `; ${waiting} events waiting${since}`
    const polling = how.isPolling ? ' by polling, because the network holds streams back' : ''
    const again = how.offlineMs === undefined ? 'Ready' : `Connected again after ${seconds(how.offlineMs)}`
    this.#printer.event(
      { type: 'ready', connectionId, waiting, waitingSince, polling: how.isPolling },
      `${again}${polling}${backlog}`,
    )
  }

  delivery({ deliveryId, eventId, eventType, number }: RelayDelivery): void {
    if (this.#printer.isJson)
      this.#printer.result({ type: 'delivery', deliveryId, eventId, eventType, number }, '')
  }

  result({ delivery, url, result }: Forwarded): void {
    const { deliveryId, eventId, eventType, number } = delivery
    const answer =
      'statusCode' in result
        ? { statusCode: result.statusCode }
        : { errorCode: result.errorCode, errorDetail: result.errorDetail }
    this.#printer.result(
      {
        type: 'result',
        deliveryId,
        eventId,
        eventType,
        number,
        url,
        ...answer,
        durationMs: result.durationMs,
      },
      [
        clockTime(this.#now()),
        'statusCode' in result ? `${result.statusCode}` : result.errorCode,
        `${result.durationMs} ms`.padStart(8),
        eventType,
        eventId,
        ...(number > 1 ? [`attempt ${number}`] : []),
      ].join('  '),
    )
  }

  offline(reason: string): void {
    this.#printer.event(
      { type: 'reconnecting', reason },
      `Disconnected: ${reason}. Reconnecting; events wait.`,
    )
  }

  superseded(): void {
    this.#printer.event({ type: 'superseded' }, 'Another listener has taken over.')
  }
}

/** The time of day on this machine. */
function clockTime(time: Date): string {
  return time.toTimeString().slice(0, 8)
}

function seconds(ms: number): string {
  return ms < 120_000 ? `${Math.max(1, Math.round(ms / 1_000))} s` : `${Math.round(ms / 60_000)} min`
}

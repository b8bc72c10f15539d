import type { Schemas, Tenant } from '@posthorn/client'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { type ApiOptions, openTenant, withApiOptions } from '../config/api-options.ts'
import { type Followed, follow } from '../following/follow.ts'
import { timeText } from '../output/columns.ts'
import { examples } from '../output/examples.ts'
import { UsageError } from '../process/cli-error.ts'
import { defined } from '../process/defined.ts'
import { stopSignal } from '../process/stop-signal.ts'

interface TailOptions extends ApiOptions {
  type?: string
  attempts?: boolean
}

export function addTail(program: Command, cli: Cli): void {
  withApiOptions(program.command('tail'))
    .description('print events as they are published or received, or attempts as they end')
    .option('--type <type>', 'of this event type, or for events a prefix such as order.*')
    .option('--attempts', 'print attempts to deliver events instead')
    .addHelpText('after', examples('posthorn tail', 'posthorn tail --attempts --type order.completed --json'))
    .action(async ({ type, attempts, ...options }: TailOptions) => {
      if (attempts === true && type?.endsWith('*'))
        throw new UsageError(`--type: expected a whole event type with --attempts, got "${type}"`)
      const { tenant, printer } = await openTenant(cli, options)
      const { signal: stop } = stopSignal()
      const notes = {
        onReady: () => printer.note('Ready: Ctrl-C ends.'),
        onCut: () => printer.note('Too many at once: older ones are left out here. A list shows all.'),
      }
      if (attempts === true) {
        await follow(tenant, attemptsOf(tenant, type), {
          stop,
          ...notes,
          onItem: (attempt) => printer.result(attempt, attemptLine(attempt)),
        })
      } else {
        await follow(tenant, eventsOf(tenant, type), {
          stop,
          ...notes,
          onItem: (event) => printer.result(event, eventLine(event)),
        })
      }
    })
}

function eventsOf(tenant: Tenant, type: string | undefined): Followed<Schemas['EventSummary']> {
  return { kind: 'event', list: () => tenant.events.list(defined({ type })) }
}

function attemptsOf(tenant: Tenant, type: string | undefined): Followed<Schemas['Attempt']> {
  const query = defined({ eventType: type === undefined ? undefined : [type] })
  return { kind: 'delivery', list: () => tenant.attempts.list(query) }
}

function eventLine({ createdAt, type, id, externalId }: Schemas['EventSummary']): string {
  return [timeText(createdAt), id, type, externalId ?? ''].join('  ').trimEnd()
}

function attemptLine(attempt: Schemas['Attempt']): string {
  const { startedAt, deliveryId, eventType, number, statusCode, errorCode, durationMs, url } = attempt
  const reply = `${statusCode ?? errorCode ?? ''}`
  return [
    timeText(startedAt),
    deliveryId,
    `#${number}`,
    eventType,
    reply,
    `${durationMs} ms`,
    url ?? '',
  ].join('  ')
}

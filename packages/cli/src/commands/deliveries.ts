import type { Schemas } from '@posthorn/client'
import { ERROR_CODE_EXPLANATIONS } from '@posthorn/contracts/explanations'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { type ApiOptions, openTenant, type TenantSession, withApiOptions } from '../config/api-options.ts'
import { collect } from '../output/collect.ts'
import { type Columns, describe, printList, tableOf, timeText } from '../output/columns.ts'
import { examples } from '../output/examples.ts'
import { defined } from '../process/defined.ts'
import { commaList, type ListOptions, withListOptions } from '../process/option-values.ts'

interface DeliveriesOptions extends ApiOptions, ListOptions {
  status?: Schemas['DeliveryStatus'][]
  endpoint?: string[]
  type?: string[]
}

const ATTEMPTS_MAX = 100
export const DELIVERY_COLUMNS: Columns<Schemas['Delivery']> = {
  ID: ({ id }) => id,
  STATUS: ({ status }) => status,
  TYPE: ({ eventType }) => eventType,
  ENDPOINT: ({ endpointId }) => endpointId,
  ATTEMPTS: ({ attemptCount }) => `${attemptCount}`,
  LAST: ({ lastStatusCode, lastErrorCode }) => `${lastStatusCode ?? lastErrorCode ?? ''}`,
  REASON: ({ reason }) => reason ?? '',
}
const ATTEMPT_COLUMNS: Columns<Schemas['Attempt']> = {
  NUMBER: ({ number }) => `${number}`,
  STARTED: ({ startedAt }) => timeText(startedAt),
  RESULT: ({ result }) => result,
  REPLY: ({ statusCode, errorCode }) => `${statusCode ?? errorCode ?? ''}`,
  MS: ({ durationMs }) => `${durationMs}`,
  DETAIL: ({ errorDetail }) => errorDetail ?? '',
}

export function addDeliveries(program: Command, cli: Cli): void {
  const command = withApiOptions(program.command('deliveries [id]'))
    .description('list deliveries, newest first, or show one with its attempts')
    .option('--status <list>', 'pending, succeeded, failed, cancelled', commaList)
    .option('--endpoint <ids>', 'to these endpoints', commaList)
    .option('--type <types>', 'of these event types', commaList)
  withListOptions(command, cli.now)
    .addHelpText(
      'after',
      examples(
        'posthorn deliveries --status failed --from 1d',
        'posthorn deliveries dlv_01h455vb4pex5vsknk084sn02q',
      ),
    )
    .action(async (id: string | undefined, options: DeliveriesOptions) => {
      const session = await openTenant(cli, options)
      if (id === undefined) await listDeliveries(session, options)
      else await showDelivery(session, id)
    })
}

async function listDeliveries({ tenant, printer }: TenantSession, options: DeliveriesOptions): Promise<void> {
  const { status, endpoint, type, from, to, limit } = options
  const deliveries = tenant.deliveries.list(
    defined({ status, endpointId: endpoint, eventType: type, from, to }),
  )
  await printList(printer, deliveries, { columns: DELIVERY_COLUMNS, limit, none: 'No deliveries.' })
}

async function showDelivery({ tenant, printer }: TenantSession, id: string): Promise<void> {
  const delivery = await tenant.deliveries.get(id)
  const attempts = await collect(tenant.deliveries.attempts(id), ATTEMPTS_MAX)
  const { status, reason, eventId, eventType, endpointId, nextAttemptAt, lastErrorCode } = delivery
  const explained = Object.entries(ERROR_CODE_EXPLANATIONS).find(([code]) => code === lastErrorCode)?.[1]
  printer.result(
    { ...delivery, attempts },
    [
      describe({
        id: delivery.id,
        status: reason === null ? status : `${status}, ${reason}`,
        event: `${eventId}  ${eventType}`,
        endpoint: endpointId,
        'next attempt': timeText(nextAttemptAt),
        'what to do': explained?.fix,
      }),
      attempts.length === 0 ? 'No attempts.' : tableOf(attempts, ATTEMPT_COLUMNS),
    ].join('\n\n'),
  )
}

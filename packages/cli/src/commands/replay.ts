import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { type ApiOptions, openTenant, type TenantSession, withApiOptions } from '../config/api-options.ts'
import { tableOf } from '../output/columns.ts'
import { examples } from '../output/examples.ts'
import { UsageError } from '../process/cli-error.ts'
import { repeated } from '../process/option-values.ts'
import { DELIVERY_COLUMNS } from './deliveries.ts'

interface ReplayOptions extends ApiOptions {
  endpoint?: string[]
}

export function addReplay(program: Command, cli: Cli): void {
  withApiOptions(program.command('replay <id>'))
    .description('send an event again, retry a delivery, or process a request to a source again')
    .option('--endpoint <id>', 'send the event to this endpoint only; repeatable', repeated)
    .addHelpText(
      'after',
      examples(
        'posthorn replay evt_01h455vb4pex5vsknk084sn02q',
        'posthorn replay evt_01h455vb4pex5vsknk084sn02q --endpoint ep_01h455vb4pex5vsknk084sn02q',
        'posthorn replay dlv_01h455vb4pex5vsknk084sn02q',
      ),
    )
    .action(async (id: string, { endpoint, ...options }: ReplayOptions) => {
      const isEvent = id.startsWith('evt_')
      if (endpoint !== undefined && !isEvent) throw new UsageError('--endpoint: only for an event')
      if (!isEvent && !/^(?:dlv|req)_/.test(id)) {
        throw new UsageError(
          `expected the id of an event, delivery or request (evt_…, dlv_…, req_…), got "${id}"`,
        )
      }
      const session = await openTenant(cli, options)
      if (isEvent) await replayEvent(session, id, endpoint)
      else if (id.startsWith('dlv_')) await retryDelivery(session, id)
      else await reprocessRequest(session, id)
    })
}

async function replayEvent(
  { tenant, printer }: TenantSession,
  id: string,
  endpointIds?: string[],
): Promise<void> {
  const replayed = await tenant.events.replay(id, endpointIds === undefined ? {} : { endpointIds })
  const none = 'No endpoint is subscribed to this event now.'
  printer.result(replayed, replayed.data.length === 0 ? none : tableOf(replayed.data, DELIVERY_COLUMNS))
}

async function retryDelivery({ tenant, printer }: TenantSession, id: string): Promise<void> {
  const delivery = await tenant.deliveries.retry(id)
  printer.result(
    delivery,
    `${delivery.id}  ${delivery.eventType}  to ${delivery.endpointId}: one more attempt`,
  )
}

async function reprocessRequest({ tenant, printer }: TenantSession, id: string): Promise<void> {
  const reprocessed = await tenant.requests.reprocess(id)
  const isKnown = reprocessed.status === 'already_processed'
  printer.result(
    reprocessed,
    `${reprocessed.eventId}  ${isKnown ? 'was made before: not sent again' : 'accepted'}`,
  )
}

import type { Schemas } from '@posthorn/client'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { type ApiOptions, openTenant, type TenantSession, withApiOptions } from '../config/api-options.ts'
import { sourceNamed } from '../config/source-named.ts'
import { collect } from '../output/collect.ts'
import { type Columns, describe, printList, tableOf, timeText } from '../output/columns.ts'
import { examples } from '../output/examples.ts'
import { memberText } from '../output/member-text.ts'
import { defined } from '../process/defined.ts'
import { type ListOptions, withListOptions } from '../process/option-values.ts'
import { DELIVERY_COLUMNS } from './deliveries.ts'

interface EventsOptions extends ApiOptions, ListOptions {
  type?: string
  source?: string
  externalId?: string
}

const DELIVERIES_MAX = 100
const COLUMNS: Columns<Schemas['EventSummary']> = {
  ID: ({ id }) => id,
  TYPE: ({ type }) => type,
  CREATED: ({ createdAt }) => timeText(createdAt),
  'EXTERNAL ID': ({ externalId }) => externalId ?? '',
}

export function addEvents(program: Command, cli: Cli): void {
  const command = withApiOptions(program.command('events [id]'))
    .description('list events, newest first, or show one with its data and deliveries')
    .option('--type <type>', 'of this event type, or a prefix such as order.*')
    .option('--source <name>', 'received by this source')
    .option('--external-id <id>', 'with this id of its publisher or provider')
  withListOptions(command, cli.now)
    .addHelpText(
      'after',
      examples(
        'posthorn events --type order.completed --from 2h',
        'posthorn events evt_01h455vb4pex5vsknk084sn02q',
        'posthorn events --json --limit 1000 | jq -r .id',
      ),
    )
    .action(async (id: string | undefined, options: EventsOptions) => {
      const session = await openTenant(cli, options)
      if (id === undefined) await listEvents(session, options)
      else await showEvent(session, id)
    })
}

async function listEvents({ tenant, printer }: TenantSession, options: EventsOptions): Promise<void> {
  const { type, source, externalId, from, to, limit } = options
  const sourceId = source === undefined ? undefined : (await sourceNamed(tenant, source)).id
  const events = tenant.events.list(defined({ type, sourceId, externalId, from, to }))
  await printList(printer, events, { columns: COLUMNS, limit, none: 'No events.' })
}

/** The data is printed as the API sends it: parsed numbers would lose digits. */
async function showEvent({ posthorn, tenant, printer }: TenantSession, id: string): Promise<void> {
  const path = `/v1/tenants/${encodeURIComponent(tenant.id)}/events/${encodeURIComponent(id)}`
  const text = await posthorn.requestText('GET', path)
  if (printer.isJson) {
    printer.jsonText(text)
    return
  }
  const event = JSON.parse(text) as Schemas['Event']
  const { type, createdAt, externalId, sourceId, traceId, expired } = event
  const deliveries = await collect(tenant.events.deliveries(id), DELIVERIES_MAX)
  const facts = {
    id: event.id,
    type,
    created: timeText(createdAt),
    'external id': externalId,
    source: sourceId,
  }
  const data = expired ? 'The data was removed.' : memberText(text, 'data')
  printer.result(
    event,
    [
      describe({ ...facts, trace: traceId }),
      data,
      deliveries.length === 0 ? 'No deliveries.' : tableOf(deliveries, DELIVERY_COLUMNS),
    ].join('\n\n'),
  )
}

import type { Schemas } from '@posthorn/client'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { type ApiOptions, openTenant, withApiOptions } from '../config/api-options.ts'
import { sourceNamed } from '../config/source-named.ts'
import { type Columns, describe, printList, timeText } from '../output/columns.ts'
import { examples } from '../output/examples.ts'
import { positiveInteger, repeated } from '../process/option-values.ts'
import { configFor, providerNamed } from '../verifying/verify-locally.ts'

interface ListOptions extends ApiOptions {
  limit?: number
  requests?: boolean
}

interface CreateOptions extends ApiOptions {
  secret?: string[]
  config?: string
}

const COLUMNS: Columns<Schemas['Source']> = {
  ID: ({ id }) => id,
  NAME: ({ name }) => name,
  PROVIDER: ({ provider }) => provider,
  'INGEST URL': ({ ingestUrl }) => ingestUrl,
}
const REQUEST_COLUMNS: Columns<Schemas['InboundRequest']> = {
  ID: ({ id }) => id,
  RECEIVED: ({ receivedAt }) => timeText(receivedAt),
  OUTCOME: ({ outcome }) => outcome,
  CAUSE: ({ cause }) => cause ?? '',
  EVENT: ({ eventId }) => eventId ?? '',
}

export function addSources(program: Command, cli: Cli): void {
  const sources = withApiOptions(program.command('sources [source]'))
    .description('list sources, or show one, by name or id')
    .option('--requests', 'list the latest requests to the source')
    .option('--limit <n>', 'maximum number to show (default: 20)', positiveInteger)
    .addHelpText(
      'after',
      examples(
        'posthorn sources',
        'posthorn sources billing --requests',
        'posthorn sources create billing stripe --secret whsec_…',
      ),
    )
    .action(async (name: string | undefined, { limit, requests, ...options }: ListOptions) => {
      const { tenant, printer } = await openTenant(cli, options)
      if (name === undefined) {
        await printList(printer, tenant.sources.list(), { columns: COLUMNS, limit, none: 'No sources.' })
        return
      }
      const source = await sourceNamed(tenant, name)
      if (requests !== true) return printer.result(source, textOf(source))
      const list = tenant.sources.requests(source.id)
      await printList(printer, list, { columns: REQUEST_COLUMNS, limit, none: 'No requests.' })
    })

  withApiOptions(sources.command('create <name> <provider>'))
    .description('create a source: the provider sends its webhooks to the ingest URL')
    .option('--secret <secret>', 'signing secret that the provider shows; repeatable', repeated)
    .option('--config <json>', 'what the provider needs besides')
    .action(
      async (name: string, providerText: string, { secret = [], config, ...options }: CreateOptions) => {
        const provider = providerNamed(providerText)
        const checked = config === undefined ? {} : { config: configFor(provider, config) }
        const { tenant, printer } = await openTenant(cli, options)
        const source = await tenant.sources.create({ name, provider, secrets: secret, ...checked })
        printer.result(source, textOf(source))
      },
    )
}

function textOf({ id, name, provider, ingestUrl, eventTypePrefix, enabled }: Schemas['Source']): string {
  const events = eventTypePrefix === '' ? 'as the provider names them' : `${eventTypePrefix}.…`
  return describe({
    id,
    name,
    provider,
    status: enabled ? 'enabled' : 'disabled',
    events,
    'ingest url': ingestUrl,
  })
}

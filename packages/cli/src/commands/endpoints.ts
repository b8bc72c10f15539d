import type { Schemas } from '@posthorn/client'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { type ApiOptions, openTenant, type TenantSession, withApiOptions } from '../config/api-options.ts'
import { keepRelaySecret, relaySecretOf } from '../config/relay-secrets.ts'
import { type Columns, describe, printList, timeText } from '../output/columns.ts'
import { examples } from '../output/examples.ts'
import { defined } from '../process/defined.ts'
import { commaList, durationMs, headerOption, positiveInteger } from '../process/option-values.ts'

interface ListOptions extends ApiOptions {
  limit?: number
}

interface CreateOptions extends ApiOptions {
  events?: string[]
  description?: string
  header?: Record<string, string>
}

const COLUMNS: Columns<Schemas['Endpoint']> = {
  ID: ({ id }) => id,
  STATUS: ({ status }) => status,
  EVENTS: ({ eventTypes }) => eventTypes.join(','),
  URL: (endpoint) => addressOf(endpoint),
}

export function addEndpoints(program: Command, cli: Cli): void {
  const endpoints = withApiOptions(program.command('endpoints [id]'))
    .description('list endpoints, or show one')
    .option('--limit <n>', 'maximum number to show (default: 20)', positiveInteger)
    .addHelpText(
      'after',
      examples(
        'posthorn endpoints',
        `posthorn endpoints create https://example.com/webhooks --events 'order.*'`,
        'posthorn endpoints test ep_01h455vb4pex5vsknk084sn02q',
      ),
    )
    .action(async (id: string | undefined, options: ListOptions) => {
      const session = await openTenant(cli, options)
      const { tenant, printer } = session
      if (id !== undefined) return print(session, await tenant.endpoints.get(id))
      const { limit } = options
      await printList(printer, tenant.endpoints.list(), { columns: COLUMNS, limit, none: 'No endpoints.' })
    })

  withApiOptions(endpoints.command('create <endpoint-url>'))
    .description('create an endpoint; its secret is shown once')
    .option('--events <types>', 'event types, such as order.*,user.created (default: all)', commaList)
    .option('--description <text>', 'for people')
    .option('--header <header>', 'sent with each request, "Name: value"; repeatable', headerOption)
    .action(async (url: string, options: CreateOptions) => {
      const session = await openTenant(cli, options)
      const { events: eventTypes, description, header: headers } = options
      const endpoint = defined({ eventTypes, description, headers })
      print(session, await session.tenant.endpoints.create({ url, ...endpoint }))
    })

  withApiOptions(endpoints.command('rotate-secret <id>'))
    .description('make a new secret, shown once; the old one signs, too, until its time is over')
    .option(
      '--grace <time>',
      'how long the old secret signs as well, such as 1h or 0s (default: 1d)',
      durationMs,
    )
    .action(async (id: string, options: ApiOptions & { grace?: number }) => {
      const session = await openTenant(cli, options)
      const rotation = defined({
        graceSeconds: options.grace === undefined ? undefined : options.grace / 1000,
      })
      const endpoint = await session.tenant.endpoints.rotateSecret(id, rotation)
      // A listener shows it.
      if ((await relaySecretOf(cli, id)) !== undefined) await keepRelaySecret(cli, id, endpoint.secret)
      print(session, endpoint)
    })

  const actions = {
    enable: 'let pending deliveries go on',
    disable: 'stop deliveries: events make none, and pending ones wait',
  } as const
  for (const action of ['enable', 'disable'] as const) {
    withApiOptions(endpoints.command(`${action} <id>`))
      .description(actions[action])
      .action(async (id: string, options: ApiOptions) => {
        const session = await openTenant(cli, options)
        print(session, await session.tenant.endpoints[action](id))
      })
  }

  withApiOptions(endpoints.command('test <id>'))
    .description('send a test event to this endpoint only')
    .action(async (id: string, options: ApiOptions) => {
      const { tenant, printer } = await openTenant(cli, options)
      const sent = await tenant.endpoints.test(id)
      printer.result(
        sent,
        `Sent ${sent.eventId} as ${sent.deliveryId}: see "posthorn deliveries ${sent.deliveryId}"`,
      )
    })

  withApiOptions(endpoints.command('delete <id>'))
    .description('delete an endpoint; pending deliveries are cancelled')
    .action(async (id: string, options: ApiOptions) => {
      const { tenant, printer } = await openTenant(cli, options)
      await tenant.endpoints.delete(id)
      printer.result({ id, deleted: true }, `Deleted ${id}`)
    })
}

function print({ printer }: TenantSession, endpoint: Schemas['Endpoint'] & { secret?: string }): void {
  const { id, status, disabledReason, eventTypes, description, health, secret, createdAt } = endpoint
  printer.result(
    endpoint,
    describe({
      id,
      url: addressOf(endpoint),
      status: disabledReason === null ? status : `${status}, ${disabledReason}`,
      events: eventTypes.join(', '),
      description,
      'failing since': timeText(health.failingSince),
      created: timeText(createdAt),
      secret,
    }),
  )
}

/** Where its events go: a relay has no URL. */
function addressOf({ url, relayName }: Schemas['Endpoint']): string {
  return url ?? `Relay: ${relayName ?? ''}`
}

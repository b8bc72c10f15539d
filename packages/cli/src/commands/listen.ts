import type { Schemas } from '@posthorn/client'
import type { ProviderName } from '@posthorn/webhook'
import { type Command, Option } from 'commander'
import type { Cli } from '../cli.ts'
import { type ApiOptions, openTenant, withApiOptions } from '../config/api-options.ts'
import type { ForwardedRequest } from '../forwarding/local-result.ts'
import { parseRoute, parseTarget, type Route } from '../forwarding/route.ts'
import { type SignAs, signAs } from '../forwarding/sign-as.ts'
import { eventTypesOf, sourcesOf } from '../listening/listen-events.ts'
import { relayName } from '../listening/relay-name.ts'
import { relayPreparation } from '../listening/relay-preparation.ts'
import { runListener } from '../listening/run-listener.ts'
import { examples } from '../output/examples.ts'
import { UsageError } from '../process/cli-error.ts'
import { defined } from '../process/defined.ts'
import { commaList, durationMs, headerOption, repeated } from '../process/option-values.ts'
import { stopSignal } from '../process/stop-signal.ts'
import { configFor, providerNamed } from '../verifying/verify-locally.ts'

/** Options of `posthorn listen`. */
export interface ListenOptions extends ApiOptions {
  forwardTo?: string
  route?: string[]
  name?: string
  events?: string[]
  source?: string[]
  endpoint?: string
  sameSecret?: boolean
  as?: string
  secret?: string
  header?: Record<string, string>
  takeOver?: boolean
  share?: boolean
  backlog: string
  poll?: boolean
  maxOffline?: number
  insecure?: boolean
}

export function addListen(program: Command, cli: Cli): void {
  withApiOptions(program.command('listen'))
    .description('receive events on this machine, and forward them to a local server')
    .option('-f, --forward-to <url>', 'URL or port of the local server')
    .option(
      '--route <type=url>',
      `events of a type to another URL, such as 'order.*=http://localhost:3001'; repeatable`,
      repeated,
    )
    .option('--name <name>', 'name of the listener, found again by the next one (default: user@host)')
    .option(
      '--events <types>',
      'event types, such as order.*,user.created (default: those of its last start; at first all)',
      commaList,
    )
    .option('--source <name>', 'events of this source; repeatable', repeated)
    .option('--endpoint <id>', 'for a new listener: subscription, format and signatures of this endpoint')
    .option('--same-secret', 'with --endpoint: sign with its secret, too')
    .option('--as <provider>', 'sign in the scheme of this provider, so that its own library verifies')
    .option('--secret <secret>', 'with --as: secret to sign with; POSTHORN_WEBHOOK_SECRET')
    .option('--header <header>', 'sent with each request, "Name: value"; repeatable', headerOption)
    .addOption(new Option('--take-over', 'end another listener with this name').conflicts('share'))
    .option('--share', 'receive events together with other listeners of this name')
    .option('--backlog <which>', 'of the events that waited: all, none, or the latest N', 'all')
    .option('--poll', 'poll, for networks that hold streams back (default: if no stream works)')
    .option(
      '--max-offline <time>',
      'end if Posthorn cannot be reached for so long, such as 5m (default: never)',
      durationMs,
    )
    .option('--insecure', 'accept any certificate of the local server')
    .addHelpText(
      'after',
      `
Events wait for a listener: up to 1,000, for 24 hours. In a terminal, r sends the latest event again, and q ends.
${examples(
  'posthorn listen --forward-to http://localhost:3000/webhooks',
  `posthorn listen --route 'order.*=http://localhost:3001' --route 'user.*=http://localhost:3002'`,
  'posthorn listen --forward-to 3000 --as stripe --secret whsec_…',
)}`,
    )
    .action(async (options: ListenOptions) => {
      const settings = settingsOf(cli, options)
      const session = await openTenant(cli, options)
      const sources = await sourcesOf(session.tenant, settings)
      const signing = signingOf(cli, options, sources)
      const prepare =
        signing === undefined ? (request: ForwardedRequest) => request : signAs(signing, cli.now)
      await runListener(
        cli,
        session,
        {
          relay: defined({
            name: options.name ?? relayName(options.as),
            eventTypes: eventTypesOf({ ...settings, sources }),
            copyEndpointId: options.endpoint,
            sameSecret: options.sameSecret,
          }),
          mode: options.takeOver === true ? 'take-over' : options.share === true ? 'share' : undefined,
          backlog: options.backlog,
          isPolling: options.poll === true,
          maxOfflineMs: options.maxOffline ?? Number.POSITIVE_INFINITY,
          local: {
            forwardTo: settings.forwardTo,
            routes: settings.routes,
            headers: options.header ?? {},
            insecure: options.insecure === true,
            prepare,
          },
          prepareRelay: relayPreparation(cli, session, { isRaw: signing !== undefined }),
        },
        stopSignal(),
      )
    })
}

interface Settings {
  routes: Route[]
  forwardTo: URL | undefined
  events: string[] | undefined
  names: string[]
  provider: ProviderName | undefined
}

/** @throws UsageError when the options do not fit together */
function settingsOf(cli: Cli, options: ListenOptions): Settings {
  const { route = [], forwardTo, events, source: names = [], endpoint, as, backlog } = options
  if (forwardTo === undefined && route.length === 0) throw new UsageError('expected --forward-to or --route')
  if (options.sameSecret === true && endpoint === undefined)
    throw new UsageError('--same-secret: expected --endpoint, too')
  if (!/^(?:all|none|\d{1,3}|1000)$/.test(backlog)) {
    throw new UsageError(`--backlog: expected all, none or a number up to 1000, got "${backlog}"`)
  }
  if (events !== undefined && names.length > 0)
    throw new UsageError('expected --events or --source, not both')
  if (as !== undefined && secretOf(cli, options) === undefined) {
    throw new UsageError('--as: expected --secret or POSTHORN_WEBHOOK_SECRET, too')
  }
  const provider = as === undefined ? undefined : providerNamed(as, '--as')
  return {
    routes: route.map(parseRoute),
    forwardTo: forwardTo === undefined ? undefined : parseTarget('--forward-to', forwardTo),
    events,
    names,
    // Other choices say which events are wanted.
    provider: events === undefined && endpoint === undefined ? provider : undefined,
  }
}

function secretOf({ env }: Cli, { secret }: ListenOptions): string | undefined {
  return secret ?? (env['POSTHORN_WEBHOOK_SECRET'] || undefined)
}

/** A source has the config of its provider. */
function signingOf(
  cli: Cli,
  options: ListenOptions,
  sources: readonly Schemas['Source'][],
): SignAs | undefined {
  const secret = secretOf(cli, options)
  if (options.as === undefined || secret === undefined) return undefined
  const provider = providerNamed(options.as, '--as')
  const source = sources.find((each) => each.provider === provider)
  return { provider, secret, config: configFor(provider, JSON.stringify(source?.config ?? {})) }
}

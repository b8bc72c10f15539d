import { PROVIDER_NAMES } from '@posthorn/webhook'
import { sampleTypesOf } from '@posthorn/webhook/samples'
import type { Command } from 'commander'
import { z } from 'zod'
import type { Cli } from '../cli.ts'
import { type ApiOptions, withApiOptions } from '../config/api-options.ts'
import { examples } from '../output/examples.ts'
import { Printer } from '../output/printer.ts'
import { UsageError } from '../process/cli-error.ts'
import { headerOption } from '../process/option-values.ts'
import { readAll } from '../process/read-all.ts'
import { setOption } from '../triggering/set-option.ts'
import { triggerDirectly } from '../triggering/trigger-directly.ts'
import { triggerSource } from '../triggering/trigger-source.ts'
import { providerNamed } from '../verifying/verify-locally.ts'

const SampleData = z.record(z.string(), z.unknown())
type SampleData = z.infer<typeof SampleData>

/** Options of `posthorn trigger`. */
export interface TriggerOptions extends ApiOptions {
  source?: string
  set?: Record<string, unknown>
  file?: string
  from?: string
  to?: string
  secret?: string
  config?: string
  header?: Record<string, string>
  insecure?: boolean
  list?: boolean
}

export function addTrigger(program: Command, cli: Cli): void {
  withApiOptions(program.command('trigger [provider] [type]'))
    .description('send a webhook as a provider does: a sample, signed with the secret of a source')
    .option('--source <name>', 'source that receives it (default: the only one of the provider)')
    .option(
      '--set <path=value>',
      'change a value of the sample, such as data.object.amount=500; repeatable',
      setOption,
    )
    .option('--file <file>', 'JSON object to send instead of a sample; "-" for standard input')
    .option('--from <id>', 'through a source: send the data of this event instead of a sample')
    .option('--to <url>', 'URL or port of a server to send it to directly, without a source')
    .option('--secret <secret>', 'with --to: secret to sign with; POSTHORN_WEBHOOK_SECRET')
    .option('--config <json>', 'with --to: what the provider needs besides')
    .option('--header <header>', 'with --to: sent as well, "Name: value"; repeatable', headerOption)
    .option('--insecure', 'with --to: accept any certificate')
    .option('--list', 'list the samples')
    .addHelpText(
      'after',
      `
Through a source, the webhook is verified, stored and delivered like a real one.
--to works without Posthorn.
${examples(
  'posthorn trigger stripe payment_intent.succeeded',
  'posthorn trigger stripe invoice.paid --source billing --set data.object.amount_paid=500',
  'posthorn trigger github push --to http://localhost:3000/webhooks --secret It_is-a.secret',
  'posthorn trigger --list',
)}`,
    )
    .action(async (name: string | undefined, type: string | undefined, options: TriggerOptions) => {
      if (options.list === true || name === undefined) {
        if (options.list !== true) throw new UsageError('expected a provider; --list shows the samples')
        return list(new Printer(cli, options), name)
      }
      check(options)
      const request = {
        provider: providerNamed(name, 'provider'),
        type,
        set: options.set,
        data: await dataIn(cli, options),
        fromEventId: options.from,
      }
      if (options.to === undefined) await triggerSource(cli, request, options)
      else await triggerDirectly(cli, request, { ...options, to: options.to })
    })
}

/** @throws UsageError when options do not fit together */
function check({ to, source, file, from, ...options }: TriggerOptions): void {
  if (file !== undefined && from !== undefined) throw new UsageError('expected --file or --from, not both')
  // The data of an event would be parsed here, which rounds large numbers.
  if (to !== undefined && from !== undefined) {
    throw new UsageError(
      'expected --to or --from, not both: Posthorn sends the data of an event, through a source',
    )
  }
  if (to !== undefined && source !== undefined) throw new UsageError('expected --to or --source, not both')
  const local = (['secret', 'config', 'header', 'insecure'] as const).find(
    (name) => options[name] !== undefined,
  )
  if (to === undefined && local !== undefined) throw new UsageError(`--${local}: expected --to, too`)
}

/** @throws UsageError when the file has no JSON object */
async function dataIn(cli: Cli, { file }: TriggerOptions): Promise<SampleData | undefined> {
  if (file === undefined) return undefined
  const text = (await readAll(file, cli)).toString('utf8')
  const { data, success } = SampleData.safeParse(jsonIn(text))
  if (success) return data
  throw new UsageError(`--file ${file}: expected a JSON object`)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function list(printer: Printer, name: string | undefined): void {
  const providers = name === undefined ? PROVIDER_NAMES : [providerNamed(name, 'provider')]
  for (const provider of providers) {
    for (const type of sampleTypesOf(provider)) printer.result({ provider, type }, `${provider} ${type}`)
  }
}

import type { Schemas } from '@posthorn/client'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { type ApiOptions, openTenant, withApiOptions } from '../config/api-options.ts'
import { sourceNamed } from '../config/source-named.ts'
import { examples } from '../output/examples.ts'
import { Printer } from '../output/printer.ts'
import { CliError, UsageError } from '../process/cli-error.ts'
import { headerOption, positiveInteger, repeated, timeOption } from '../process/option-values.ts'
import { readAll } from '../process/read-all.ts'
import { type DescribedVerification, describeVerification } from '../verifying/describe-verification.ts'
import { type RawRequest, readHeaders, readRequest } from '../verifying/read-request.ts'
import { configFor, providerNamed, verifyLocally } from '../verifying/verify-locally.ts'

interface VerifyOptions extends ApiOptions {
  request?: string
  headers?: string
  header?: Record<string, string>
  body?: string
  provider: string
  secret?: string[]
  config?: string
  tolerance: number
  at?: string
  calledUrl?: string
  source?: string
}

const TOLERANCE_SECONDS = 300

export function addVerify(program: Command, cli: Cli): void {
  withApiOptions(program.command('verify'))
    .description('say whether a request is authentic, and why not')
    .option('--request <file>', 'headers, an empty line and the body; "-" for standard input (default: "-")')
    .option('--headers <file>', 'the headers: lines "Name: value", or a JSON object')
    .option('--header <header>', 'one header, "Name: value"; repeatable', headerOption)
    .option('--body <file>', 'the body, byte for byte; "-" for standard input')
    .option('--provider <name>', 'who signed it', 'standard-webhooks')
    .option('--secret <secret>', 'secret or public key; repeatable; POSTHORN_WEBHOOK_SECRET', repeated)
    .option('--config <json>', 'what the provider needs besides, as the config of a source')
    .option('--tolerance <seconds>', 'how old it may be', positiveInteger, TOLERANCE_SECONDS)
    .option('--at <time>', 'when it arrived: a time, or how long ago (default: now)', timeOption(cli.now))
    .option('--called-url <url>', 'the URL that the provider called, for those who sign it')
    .option('--source <name>', 'verify with the secrets of this source, on the server')
    .addHelpText(
      'after',
      `
Without --source it needs no server. The exit code is 0 if the request is authentic, otherwise 1.
${examples(
  'posthorn verify --provider stripe --secret whsec_… < request.txt',
  'posthorn verify --provider github --secret … --headers headers.txt --body body.json',
  'posthorn verify --source billing --request request.txt',
)}`,
    )
    .action(async (options: VerifyOptions) => {
      const request = await requestOf(cli, options)
      const { printer, verification } =
        options.source === undefined
          ? await verifyHere(cli, request, options)
          : await verifyOnServer(cli, request, options)
      printer.result(verification, describeVerification(verification))
      if (!verification.verified) throw new CliError('')
    })
}

interface Checked {
  printer: Printer
  verification: DescribedVerification
}

async function verifyHere(cli: Cli, request: RawRequest, options: VerifyOptions): Promise<Checked> {
  const provider = providerNamed(options.provider)
  const fromEnvironment = cli.env['POSTHORN_WEBHOOK_SECRET']
  const verification = await verifyLocally({
    provider,
    secrets: options.secret ?? (fromEnvironment ? [fromEnvironment] : []),
    config: configFor(provider, options.config),
    headers: request.headers,
    body: request.body,
    method: request.method ?? 'POST',
    url: options.calledUrl ?? '',
    toleranceSeconds: options.tolerance,
    now: options.at === undefined ? cli.now() : new Date(options.at),
  })
  return { printer: new Printer(cli, options), verification }
}

async function verifyOnServer(
  cli: Cli,
  { headers, body }: RawRequest,
  options: VerifyOptions,
): Promise<Checked> {
  const { tenant, printer } = await openTenant(cli, options)
  const { id } = await sourceNamed(tenant, options.source ?? '')
  const verification: Schemas['SourceVerification'] = await tenant.sources.verify(id, {
    headers,
    bodyBase64: body.toString('base64'),
    ...(options.calledUrl !== undefined && { url: options.calledUrl }),
    ...(options.at !== undefined && { receivedAt: options.at }),
  })
  return { printer, verification }
}

async function requestOf(cli: Cli, options: VerifyOptions): Promise<RawRequest> {
  const { request, headers, header = {}, body } = options
  const own = Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), value]))
  if (headers === undefined && options.header === undefined && body === undefined) {
    return readRequest(await readAll(request ?? '-', cli))
  }
  if (request !== undefined) throw new UsageError('expected --request, or --headers and --body')
  const inFile = headers === undefined ? {} : readHeaders((await readAll(headers, cli)).toString('latin1'))
  return { method: undefined, headers: { ...inFile, ...own }, body: await readAll(body ?? '-', cli) }
}

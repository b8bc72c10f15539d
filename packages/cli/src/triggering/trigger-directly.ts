import { randomBytes } from 'node:crypto'
import { providerOf } from '@posthorn/webhook'
import {
  makeSample,
  type Sample,
  sampleContext,
  UnknownPathError,
  UnknownSampleError,
} from '@posthorn/webhook/samples'
import type { Cli } from '../cli.ts'
import type { ApiOptions } from '../config/api-options.ts'
import { forward } from '../forwarding/forward.ts'
import { parseTarget } from '../forwarding/route.ts'
import { signAs } from '../forwarding/sign-as.ts'
import { Printer } from '../output/printer.ts'
import { CliError, UsageError } from '../process/cli-error.ts'
import { configFor } from '../verifying/verify-locally.ts'
import type { TriggerRequest } from './trigger-request.ts'

const TIMEOUT_MS = 30_000

type DirectRequest = Omit<TriggerRequest, 'fromEventId'>

/** Options of a webhook that goes to a server directly. */
export interface DirectOptions extends ApiOptions {
  to: string
  secret?: string
  config?: string
  header?: Record<string, string>
  insecure?: boolean
}

/**
 * Signs a webhook here and sends it, without Posthorn.
 * @throws CliError unless the server replies with 2xx
 */
export async function triggerDirectly(
  cli: Cli,
  request: DirectRequest,
  options: DirectOptions,
): Promise<void> {
  const { provider } = request
  const url = parseTarget('--to', options.to)
  const secret = options.secret ?? (cli.env['POSTHORN_WEBHOOK_SECRET'] || undefined)
  if (secret === undefined && providerOf(provider).secret !== undefined) {
    throw new UsageError('--to: expected --secret or POSTHORN_WEBHOOK_SECRET, too')
  }
  const sign = signAs(
    { provider, secret: secret ?? '', config: configFor(provider, options.config) },
    cli.now,
  )
  const { type, ...sample } = sampleOf(cli, request)
  const signed = sign({ url, method: 'POST', ...sample, timeoutMs: TIMEOUT_MS })
  const { header: headers = {}, insecure = false } = options
  const result = await forward(signed, { headers, insecure })
  const answer = 'statusCode' in result ? { statusCode: result.statusCode } : { errorCode: result.errorCode }
  const text = 'statusCode' in result ? `${result.statusCode}` : `${result.errorCode}: ${result.errorDetail}`
  const { durationMs } = result
  new Printer(cli, options).result(
    { provider, type, url: url.href, ...answer, durationMs },
    `${provider} ${type}  ${text}  ${durationMs} ms`,
  )
  const isSuccess = 'statusCode' in result && result.statusCode >= 200 && result.statusCode < 300
  if (!isSuccess) throw new CliError(`${url.href} did not accept the webhook`)
}

function sampleOf(cli: Cli, { provider, type, set, data }: DirectRequest): Sample {
  try {
    return makeSample(provider, { type, data, set }, sampleContext(cli.now(), randomBytes))
  } catch (error) {
    if (error instanceof UnknownPathError) throw new UsageError(`--set: ${error.message}`, { cause: error })
    if (error instanceof UnknownSampleError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}

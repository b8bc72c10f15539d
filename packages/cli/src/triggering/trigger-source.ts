import { InvalidRequestError, type Schemas, type Tenant } from '@posthorn/client'
import type { ProviderName } from '@posthorn/webhook'
import type { Cli } from '../cli.ts'
import { type ApiOptions, openTenant } from '../config/api-options.ts'
import { sourceNamed } from '../config/source-named.ts'
import { CliError, UsageError } from '../process/cli-error.ts'
import { defined } from '../process/defined.ts'
import type { TriggerRequest } from './trigger-request.ts'

/** Options of a webhook that goes through a source. */
export interface SourceOptions extends ApiOptions {
  source?: string
}

/**
 * Has the server sign a webhook with the secret of a source and send it through the ingest service.
 * @throws CliError unless it was accepted
 */
export async function triggerSource(
  cli: Cli,
  request: TriggerRequest,
  options: SourceOptions,
): Promise<void> {
  const { provider, type, set, data, fromEventId } = request
  const { tenant, printer } = await openTenant(cli, options)
  const source = await sourceFor(tenant, provider, options.source)
  const sent = await sampleOf(tenant, source.id, defined({ type, set, data, fromEventId }))
  const { status = 0, eventId = null, code, detail } = sent.reply ?? {}
  printer.result(
    {
      provider,
      source: source.id,
      type: sent.type,
      status,
      eventId,
      code: code ?? null,
      detail: detail ?? null,
    },
    [`${provider} ${sent.type}`, `${status}`, ...(eventId === null ? [] : [eventId])].join('  '),
  )
  if (eventId === null)
    throw new CliError(`the source "${source.name}" rejected the webhook: ${detail ?? code ?? status}`)
}

/** @throws UsageError for a sample or a path that does not exist, which the server knows */
async function sampleOf(
  tenant: Tenant,
  id: string,
  sample: Schemas['SourceSample'],
): Promise<Schemas['SentSample']> {
  try {
    return await tenant.sources.sendSample(id, sample)
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error
    const fields = error.fields.map(({ path, message }) => `${path}: ${message}`)
    throw new UsageError(fields.length === 0 ? error.message : fields.join('\n'), { cause: error })
  }
}

/** @throws UsageError when there is none, or none is named and there are several */
async function sourceFor(
  tenant: Tenant,
  provider: ProviderName,
  name: string | undefined,
): Promise<Schemas['Source']> {
  if (name !== undefined) {
    const source = await sourceNamed(tenant, name)
    if (source.provider === provider) return source
    throw new UsageError(`the source "${name}" is of ${source.provider}, not of ${provider}`)
  }
  const found: Schemas['Source'][] = []
  for await (const source of tenant.sources.list()) if (source.provider === provider) found.push(source)
  const [source, another] = found
  if (source === undefined) {
    throw new UsageError(
      `the tenant has no source of ${provider}: create one with "posthorn sources create", or use --to with --secret`,
    )
  }
  if (another === undefined) return source
  throw new UsageError(
    `name one of the sources of ${provider} with --source: ${found.map((each) => each.name).join(', ')}`,
  )
}

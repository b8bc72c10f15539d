import type { Schemas, Tenant } from '@posthorn/client'
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
export async function triggerSource(cli: Cli, request: TriggerRequest, options: SourceOptions): Promise<void> {
  const { provider, type, set, data, fromEventId } = request
  const { tenant, posthorn, printer } = await openTenant(cli, options)
  const source = await sourceFor(tenant, provider, options.source)
  const path = `/v1/tenants/${encodeURIComponent(tenant.id)}/sources/${source.id}/sample`
  const body = defined({ type, set, data, fromEventId })
  const sent = await posthorn.request<Schemas['SentSample']>('POST', path, { body })
  printer.result({ provider, source: source.id, ...sent }, '')
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
  throw new UsageError(`name one of the sources of ${provider} with --source: ${found.map((each) => each.name).join(', ')}`)
}

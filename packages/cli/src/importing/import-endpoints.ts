import { PosthornError, type Schemas, type Tenant } from '@posthorn/client'
import { endpointOf, SVIX_ENDPOINT, SVIX_INCOMPLETE, secretProblem } from './endpoint-of.ts'
import type { SvixApplication, SvixEndpoint, SvixServer } from './svix-server.ts'

/** What has become of an endpoint of Svix. */
export interface ImportedEndpoint {
  svixId: string
  url: string
  /** `planned` in a dry run. */
  result: 'created' | 'completed' | 'exists' | 'planned' | 'failed'
  id: string | null
  /** What was not imported, or why it failed. */
  notes: string[]
}

/**
 * Imports the endpoints of an application into a tenant. One that was imported before stays as it is, also if it was changed
 * here; one whose import was interrupted is completed.
 *
 * @param tenant undefined in a dry run, if it does not exist
 */
export async function* importEndpoints(
  svix: SvixServer,
  application: SvixApplication,
  { tenant, isDryRun }: { tenant: Tenant | undefined; isDryRun: boolean },
): AsyncGenerator<ImportedEndpoint, void> {
  const present = tenant === undefined ? new Map<string, Schemas['Endpoint']>() : await imported(tenant)
  for await (const endpoint of svix.endpoints(application)) {
    const { id: svixId, url } = endpoint
    const known = present.get(svixId)
    if (known !== undefined && !isIncomplete(known)) {
      yield { svixId, url, result: 'exists', id: known.id, notes: [] }
    } else {
      const planned = endpointOf(endpoint, await svix.headers(application, endpoint))
      const secret = await svix.secret(application, endpoint)
      const problem = secretProblem(secret)
      const losses = problem === undefined ? planned.losses : [...planned.losses, problem]
      if (isDryRun || tenant === undefined) yield { svixId, url, result: 'planned', id: null, notes: losses }
      else yield await importOne(tenant, { endpoint, ...planned, losses, known, secret })
    }
  }
}

interface Import {
  endpoint: SvixEndpoint
  created: Schemas['EndpointCreate']
  losses: string[]
  /** Of an import that was interrupted. */
  known: Schemas['Endpoint'] | undefined
  secret: string
}

/** The endpoint is enabled last, with its secret: no event is signed with another one. */
async function importOne(
  tenant: Tenant,
  { endpoint, created, losses, known, secret }: Import,
): Promise<ImportedEndpoint> {
  const { id: svixId, url, disabled } = endpoint
  try {
    const { id } = known ?? (await tenant.endpoints.create(created))
    if (secretProblem(secret) === undefined)
      await tenant.endpoints.rotateSecret(id, { secret, graceSeconds: 0 })
    const metadata = Object.fromEntries(
      Object.entries(created.metadata ?? {}).filter(([name]) => name !== SVIX_INCOMPLETE),
    )
    await tenant.endpoints.update(id, { metadata, enabled: !disabled })
    return { svixId, url, result: known === undefined ? 'created' : 'completed', id, notes: losses }
  } catch (error) {
    if (!(error instanceof PosthornError) || error.status !== 400) throw error
    const reasons = error.fields.map(({ path, message }) => `${path}: ${message}`)
    const notes = reasons.length === 0 ? [error.message] : reasons
    return { svixId, url, result: 'failed', id: known?.id ?? null, notes }
  }
}

/** Endpoints of earlier imports by their id at Svix. */
async function imported(tenant: Tenant): Promise<Map<string, Schemas['Endpoint']>> {
  const found = new Map<string, Schemas['Endpoint']>()
  for await (const endpoint of tenant.endpoints.list()) {
    const svixId = endpoint.metadata[SVIX_ENDPOINT]
    if (typeof svixId === 'string') found.set(svixId, endpoint)
  }
  return found
}

function isIncomplete({ metadata }: Schemas['Endpoint']): boolean {
  return metadata[SVIX_INCOMPLETE] !== undefined
}

import type { CreatedKey } from '@posthorn/contracts'
import type { Posthorn } from '../harness/posthorn.ts'

/** Input for the program of a generated client: the URL of the API, a tenant, and a key of it. */
export async function tenantOfClients(posthorn: Posthorn): Promise<string[]> {
  const tenant = await posthorn.createTenant()
  const reply = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role: 'manage' })
  return [posthorn.service('api').url, tenant.id, reply.body.key]
}

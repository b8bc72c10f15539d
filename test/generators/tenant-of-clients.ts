import type { CreatedKey } from '@posthorn/contracts'
import type { Posthorn } from '../harness/posthorn.ts'

/** What a generated client's program is told: the API's URL, a tenant, and a key of it. */
export async function tenantOfClients(posthorn: Posthorn): Promise<string[]> {
  const tenant = await posthorn.createTenant()
  const reply = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role: 'manage' })
  return [posthorn.service('api').url, tenant.id, reply.body.key]
}

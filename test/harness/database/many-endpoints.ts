import { randomBytes } from 'node:crypto'
import type { RunningPosthorn, Tenant } from '../posthorn.ts'

export interface ManyEndpoints {
  count: number
  url?: string
  /** JSON of the filter of each. Default: none. */
  filterOf?: (n: number) => string | null
}

/** Gives a tenant thousands of endpoints, as copies of one in the database: the API would take minutes. */
export async function makeEndpoints(
  { api, database }: RunningPosthorn,
  tenant: Tenant,
  { count, url = 'https://example.com/', filterOf = () => null }: ManyEndpoints,
): Promise<void> {
  const { id } = await tenant.endpoint({ url })
  const prefix = `ep_${randomBytes(8).toString('hex')}`
  const filters = Array.from({ length: count - 1 }, (_, n) => filterOf(n))
  const others = async (table: string, but: string[]) => {
    const rows = await database.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name = $1 AND column_name <> ALL ($2) ORDER BY 1`,
      [table, but],
    )
    return rows.map(({ name }) => name).join()
  }
  // Triggers renew the version of the tenant's rules for each row. One change at the end replaces them all.
  await database.query('SET session_replication_role = replica')
  const ofEndpoint = await others('endpoints', ['id', 'filter'])
  await database.query(
    `INSERT INTO endpoints (id, filter, ${ofEndpoint})
     SELECT $3 || lpad(n::text, 10, '0'), f.wanted::json, ${ofEndpoint}
     FROM endpoints CROSS JOIN unnest($2::text[]) WITH ORDINALITY AS f (wanted, n) WHERE id = $1`,
    [id, filters, prefix],
  )
  const ofGate = await others('endpoint_gates', ['endpoint_id'])
  await database.query(
    `INSERT INTO endpoint_gates (endpoint_id, ${ofGate})
     SELECT $3 || lpad(n::text, 10, '0'), ${ofGate}
     FROM endpoint_gates CROSS JOIN generate_series(1, $2::int) AS n WHERE endpoint_id = $1
     ON CONFLICT DO NOTHING`,
    [id, count - 1, prefix],
  )
  await database.query('SET session_replication_role = DEFAULT')
  const reply = await api.patch(`${tenant.path}/endpoints/${id}`, { description: 'one of many' })
  if (reply.status !== 200) throw new Error(`PATCH endpoint: ${reply.status} ${reply.text}`)
}

import type { Schemas, Tenant } from '@posthorn/client'
import { UsageError } from '../process/cli-error.ts'

/**
 * A source by its id or name.
 * @throws UsageError when there is none, or several have the name
 */
export async function sourceNamed(tenant: Tenant, text: string): Promise<Schemas['Source']> {
  if (text.startsWith('src_')) return tenant.sources.get(text)
  const found: Schemas['Source'][] = []
  const names: string[] = []
  for await (const source of tenant.sources.list()) {
    if (source.name === text) found.push(source)
    names.push(source.name)
  }
  const [source, another] = found
  if (source !== undefined && another === undefined) return source
  if (source !== undefined) throw new UsageError(`several sources are named "${text}": use the id of one`)
  const known = names.length === 0 ? 'the tenant has none' : `there are ${names.slice(0, 20).join(', ')}`
  throw new UsageError(`source "${text}" does not exist: ${known}`)
}

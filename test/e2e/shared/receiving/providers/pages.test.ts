import { readFileSync } from 'node:fs'
import path from 'node:path'
import { codeBlocksIn } from '@posthorn/dev/code-blocks'
import { PROVIDER_NAMES, type ProviderName } from '@posthorn/webhook'
import { samples } from '@posthorn/webhook/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '../../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'

const DIRECTORY = path.resolve(import.meta.dirname, '../../../../../docs/providers')

interface DocumentedSource {
  secrets?: string[]
  publicKey?: string
}

/** The body that the page of a provider shows, with a key in place of the one that the reader fills in. */
function documentedSource(name: ProviderName): DocumentedSource {
  const page = readFileSync(path.join(DIRECTORY, `${name}.md`), 'utf8')
  const body = codeBlocksIn(page).find(({ language }) => language === 'json')?.code ?? ''
  const source = JSON.parse(body) as DocumentedSource
  const key = samples.find(({ provider }) => provider === name)?.secret ?? ''
  return {
    ...source,
    ...(source.secrets !== undefined && { secrets: [key] }),
    ...(source.publicKey !== undefined && { publicKey: key }),
  }
}

describe('the page of a provider', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })

  it.each(PROVIDER_NAMES)('shows a body that creates a source: %s', async (name) => {
    const created = await posthorn.api.post(`${tenant.path}/sources`, documentedSource(name))
    expect(created).toMatchObject({ status: 201 })
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import type { PublishedEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../../harness/free-port.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Child, startChild } from '../../../harness/process/child.ts'
import { isListening } from '../../../harness/recipes/is-listening.ts'
import { RECIPES, type Recipe } from '../../../harness/recipes/recipes.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** Packages are downloaded and Go builds its standard library, once. */
const DEADLINE_MS = 300_000
/** Where Node.js finds the packages of the tests. */
const PACKAGES = path.join(import.meta.dirname, '../../../node_modules')
const { PATH = '' } = process.env
/** With characters and digits that a parsed and rewritten body would not keep. */
const DATA = '{"text":"Gr\\u00f6\\u00dfe  \\/","amount":12345678901234567890}'

describe('a recipe of docs/verifying', { timeout: DEADLINE_MS }, () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  let directory: string
  const running: Child[] = []
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
    directory = await mkdtemp(path.join(PACKAGES, '.recipes-'))
  })
  afterAll(async () => {
    await Promise.all(running.map((child) => child.stop('SIGKILL')))
    await rm(directory, { recursive: true, force: true })
  })

  async function start(page: string, [command = '', ...args]: string[], secret: string) {
    const port = await freePort()
    const child = startChild(command, args, { PATH, PORT: String(port), WEBHOOK_SECRET: secret })
    running.push(child)
    await waitUntil(`the recipe ${page} to listen`, () => {
      if (!child.isRunning()) throw new Error(`${page} has ended:\n${child.output()}`)
      return isListening(port)
    })
    return { url: `http://127.0.0.1:${port}/webhooks`, output: () => child.output() }
  }

  it.for(RECIPES)('accepts a delivery and refuses a forged one: $page', async (recipe: Recipe, { skip }) => {
    const prepared = await recipe.prepare(path.join(directory, recipe.page))
    if (prepared.kind === 'left out') {
      console.log(`Left out: the recipe ${recipe.page}: ${prepared.why}`)
      return skip(prepared.why)
    }
    const type = `recipe.${recipe.page}`
    const endpoint = await tenant.endpoint({ url: 'http://127.0.0.1/', eventTypes: [type], enabled: false })
    const { url, output } = await start(recipe.page, prepared.command, endpoint.secret)
    await posthorn.api.patch(`${tenant.path}/endpoints/${endpoint.id}`, { url, enabled: true })

    const published = await posthorn.api.post<PublishedEvent>(
      `${tenant.path}/events`,
      `{"type":"${type}","data":${DATA}}`,
      { 'content-type': 'application/json' },
    )
    const [delivery] = await waitUntil('the delivery to end', async () => {
      const deliveries = await tenant.settled(1)
      return deliveries.filter(({ endpointId }) => endpointId === endpoint.id)
    })
    expect({ ...delivery, output: output() }).toMatchObject({ status: 'succeeded', lastStatusCode: 204 })
    await waitUntil('the recipe to print the event', () => output().includes(`${published.body.id} ${type}`))

    const forged = {
      'content-type': 'application/json',
      'webhook-id': published.body.id,
      'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
      'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}`,
    }
    const hostile = [forged, { ...forged, 'webhook-signature': 'v1' }, { 'content-type': 'application/json' }]
    for (const headers of hostile) {
      const reply = await fetch(url, { method: 'POST', headers, body: '{"type":"forged"}' })
      expect(reply.status).toBe(401)
    }
    expect(output()).not.toContain('forged')
  })
})

import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InstalledClient, installClient } from '../client/installed-client.ts'
import { signedWebhook } from '../client/signed-webhook.ts'
import { CHROMIUM, sharedBrowser } from './harness/browser.ts'

describe.skipIf(CHROMIUM === undefined)('the packed client in a browser', () => {
  let client: InstalledClient
  let browser: Browser
  let server: Server
  let page: Page
  beforeAll(async () => {
    ;[client, browser] = await Promise.all([installClient(), sharedBrowser()])
    server = await serve(path.join(client.path, 'node_modules/@posthorn/client/dist'))
    page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  })
  afterAll(async () => {
    await page?.close()
    server?.close()
    await client?.remove()
  })
  /** The expression sees the exports as `client`. */
  const evaluate = (expression: string) =>
    page.evaluate<unknown>(`import('/index.js').then(async (client) => (${expression}))`)

  it('verifies webhooks, with shared secrets and with key pairs', async () => {
    const { body, headers, secrets } = signedWebhook()
    for (const secret of secrets) {
      const args = [body, headers, secret].map((value) => JSON.stringify(value)).join(', ')
      expect(await evaluate(`(await client.verifyWebhook(${args})).json().data`)).toEqual({ n: 1 })
    }
    const forged = [`${body} `, headers, secrets].map((value) => JSON.stringify(value)).join(', ')
    expect(await evaluate(`client.verifyWebhook(${forged}).catch((error) => error.code)`)).toBe(
      'signature_mismatch',
    )
  })

  it('calls the API with the fetch of the browser', async () => {
    const posthorn = "new client.Posthorn({ url: location.origin, key: 'key', retries: 0 })"
    expect(await evaluate(`${posthorn}.meta()`)).toEqual({ version: 'served' })
  })
})

/** The files of a directory, a page, and what a call of the API needs. */
async function serve(directory: string): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://127.0.0.1')
    if (pathname === '/') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>')
      return
    }
    if (pathname === '/v1/meta') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"version":"served"}')
      return
    }
    void readFile(path.join(directory, path.posix.normalize(pathname))).then(
      (file) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(file),
      () => response.writeHead(404).end(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

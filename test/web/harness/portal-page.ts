import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

const SOURCES = path.join(import.meta.dirname, '../../../packages/portal/src')

/** A customer's page with `<posthorn-portal>`, on a port of its own. */
export interface PortalPage {
  port: number
  /** The links that the page has asked its server for. */
  linksGiven: () => number
  close: () => void
}

const HTML = `<!doctype html>
<title>Acme</title>
<script type="module">
  import '/portal/index.ts'
  window.seen = []
  const portal = document.querySelector('posthorn-portal')
  portal.getSession = async () => (await fetch('/link', { method: 'POST' })).text()
  for (const name of ['ready', 'navigate', 'need-session'])
    portal.addEventListener(name, (event) => window.seen.push([name, event.detail?.path ?? null]))
</script>
<posthorn-portal title="Webhooks" mode="dark" auto-height max-height="700"></posthorn-portal>`

/** A file of a page: its content type and its text. */
export type PageFile = [type: string, text: string]

/** The page with the element as it is in this repository. */
async function readPage(url: string): Promise<PageFile> {
  const name = /^\/portal\/([a-z-]+\.ts)$/.exec(url)?.[1]
  if (name === undefined) return ['text/html', HTML]
  const source = await readFile(path.join(SOURCES, name), 'utf8')
  return ['text/javascript', stripTypeScriptTypes(source)]
}

/**
 * @param createLink creates a portal link, as the customer's server does, and returns its URL
 * @param readFileOf reads what the page has at a URL
 */
export async function startPortalPage(
  createLink: (port: number) => Promise<string>,
  readFileOf: (url: string) => Promise<PageFile> = readPage,
): Promise<PortalPage> {
  let given = 0
  const server = createServer((request, response) => {
    const answer = async () => {
      if (request.url === '/link') given += 1
      const [type, text] =
        request.url === '/link'
          ? ['text/plain', await createLink((server.address() as AddressInfo).port)]
          : await readFileOf(request.url ?? '')
      response.writeHead(200, { 'content-type': type }).end(text)
    }
    answer().catch(() => response.writeHead(500).end())
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    linksGiven: () => given,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

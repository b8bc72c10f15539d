import { once } from 'node:events'
import { createReadStream, existsSync, globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../harness/free-port.ts'
import { startChild } from '../harness/process/child.ts'
import { isListening } from '../harness/recipes/is-listening.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { seriousViolations } from './harness/accessibility.ts'
import { CHROMIUM, openPage, SCREENSHOTS, sharedBrowser } from './harness/browser.ts'

const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
const PAGES = [
  '/',
  '/getting-started.html',
  '/verifying/express.html',
  '/providers/stripe.html',
  '/reference/endpoints.html',
]
const { PATH = '' } = process.env
const PHONE = { width: 380, height: 800 }

/** A file server, as any would serve the site. */
async function serve(directory: string): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const file = path.join(directory, pathname.endsWith('/') ? `${pathname}index.html` : pathname)
    if (!existsSync(file)) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': CONTENT_TYPES[path.extname(file)] ?? 'text/plain' })
    return createReadStream(file).pipe(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

describe('the documentation site', () => {
  let directory: string
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'posthorn-site-'))
    // It fails when a link between pages is dead.
    const build = startChild(process.execPath, ['dev/src/docs/main.ts', '--directory', directory], { PATH })
    if ((await build.exited) !== 0) throw new Error(build.output())
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))

  const read = (file: string) => readFileSync(path.join(directory, file), 'utf8')

  it('has a page for each document, each provider and each part of the API', () => {
    const pages = globSync('**/*.html', { cwd: directory })
    expect(pages).toEqual(expect.arrayContaining(PAGES.map((page) => page.slice(1) || 'index.html')))
    expect(pages.length).toBeGreaterThan(100)
  })

  it('leads to headings that exist', () => {
    const dead = globSync('**/*.html', { cwd: directory }).flatMap((page) =>
      [...read(page).matchAll(/href="(?<file>[^"#:]*)#(?<anchor>[^"]+)"/g)].flatMap(({ groups = {} }) => {
        const { file = '', anchor = '' } = groups
        const target = file === '' ? page : path.posix.join(path.posix.dirname(`/${page}`), file).slice(1)
        const found = file.startsWith('/') ? file.slice(1) : target
        const html = found.endsWith('.html') ? read(found) : read(path.posix.join(found, 'index.html'))
        return html.includes(`id="${decodeURIComponent(anchor)}"`) ? [] : [`${page}: ${file}#${anchor}`]
      }),
    )
    expect([...new Set(dead)]).toEqual([])
  })

  it('has an index for searching, which finds a term', () => {
    const [file = ''] = globSync('assets/chunks/@localSearchIndexroot*.js', { cwd: directory })
    expect(read(file)).toContain('retryschedule')
  })

  describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
    let server: Server
    let browser: Browser
    let url: string
    beforeAll(async () => {
      server = await serve(directory)
      browser = await sharedBrowser()
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    })
    afterAll(() => void server?.close())

    it('finds a page by a word in it, without the network', async () => {
      const watched = await openPage(browser, url)
      const { page, errors, foreignRequests } = watched
      await page.goto('/')
      await page.getByRole('button', { name: 'Search' }).first().click()
      await page.getByRole('searchbox').fill('razorpay')
      await page.getByRole('option').first().click()
      await page.waitForURL('**/providers/razorpay.html*')
      expect({ errors, foreignRequests }).toEqual({ errors: [], foreignRequests: [] })
      await watched.close()
    })

    it('is served while it is written', async () => {
      const port = await freePort()
      const script = ['dev/src/docs/main.ts', '--dev', '--port', String(port)]
      const dev = startChild(process.execPath, script, { PATH })
      await waitUntil('the development server to listen', () => isListening(port))
      const watched = await openPage(browser, `http://127.0.0.1:${port}`)
      await watched.page.goto('/concepts.html')
      await watched.page.getByRole('heading', { level: 1, name: 'Concepts' }).waitFor()
      expect(watched.errors).toEqual([])
      await watched.close()
      await dev.stop()
    })

    it.each(['light', 'dark'] as const)(
      'can be read by everyone, and on a phone: %s',
      async (colorScheme) => {
        const watched = await openPage(browser, url, { colorScheme })
        const { page, errors, foreignRequests } = watched
        for (const address of PAGES) {
          for (const viewport of [{ width: 1280, height: 900 }, PHONE]) {
            await page.setViewportSize(viewport)
            await page.goto(address)
            await page.getByRole('heading', { level: 1 }).first().waitFor()
            const widthPx = await page.evaluate('document.documentElement.scrollWidth')
            expect({ address, widthPx }).toEqual({ address, widthPx: viewport.width })
            const name = `site${address.replaceAll(/[/.]/g, '-')}-${colorScheme}-${viewport.width}.png`
            await page.screenshot({ path: `${SCREENSHOTS}/${name}` })
          }
          expect({ address, found: await seriousViolations(page) }).toEqual({ address, found: [] })
        }
        expect({ errors, foreignRequests }).toEqual({ errors: [], foreignRequests: [] })
        await watched.close()
      },
    )
  })
})

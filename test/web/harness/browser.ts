import path from 'node:path'
import { findOnPath } from '@posthorn/dev/on-path'
import { type Browser, type BrowserContextOptions, chromium, type Page, type Request } from 'playwright-core'
import { ADMIN_KEY } from '../../harness/posthorn.ts'
import { waitUntil } from '../../harness/wait-until.ts'

const onPath = (name: string) => findOnPath(name, process.env['PATH'] ?? '')

/** Debian's Chromium. Without it, the tests in a browser are left out. */
export const CHROMIUM = onPath('chromium')

/** The same engine without windows, where it is installed: it takes a fifth less CPU time. */
const HEADLESS_SHELL = onPath('chromium-headless-shell')

/** Where screenshots go; not committed. */
export const SCREENSHOTS = path.join(import.meta.dirname, '../../../test-report/screenshots')

const browsers = new Map<string | undefined, Promise<Browser>>()

export interface BrowserOptions {
  /** Chromium itself: the headless shell blocks no cookies of third parties. */
  isWhole?: boolean
}

/** The browser of all test files of a worker, since each start takes seconds. It ends with the worker: close contexts, not the browser. */
export function sharedBrowser({ isWhole = false }: BrowserOptions = {}): Promise<Browser> {
  const executablePath = isWhole ? CHROMIUM : (HEADLESS_SHELL ?? CHROMIUM)
  const browser = browsers.get(executablePath) ?? launch(executablePath)
  browsers.set(executablePath, browser)
  return browser
}

function launch(executablePath: string | undefined): Promise<Browser> {
  // The sandbox needs rights that a container and root do not have. Pages come from this machine only.
  const args = ['--no-sandbox', '--disable-gpu']
  return chromium.launch({ args, ...(executablePath === undefined ? {} : { executablePath }) })
}

/** A page that notes what must never happen in it. */
export interface WatchedPage {
  page: Page
  /** Errors of scripts, and what the content security policy has refused. */
  errors: string[]
  /** Requests to another origin than the API's. */
  foreignRequests: string[]
  /** Waits until the page has read all it shows: no request is in flight but the stream of live updates, which stays. */
  settled(): Promise<void>
  close(): Promise<void>
}

export async function openPage(
  browser: Browser,
  apiUrl: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    baseURL: apiUrl,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...options,
  })
  const page = await context.newPage()
  const errors: string[] = []
  const foreignRequests: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // A reply that is no 2xx is logged as an error, too: pages show those.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      errors.push(message.text())
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== new URL(apiUrl).origin)
      foreignRequests.push(request.url())
  })
  return { page, errors, foreignRequests, settled: settling(page), close: () => context.close() }
}

const TWO_FRAMES = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'

/** A reply may lead to the next request, so the page has settled when it has also drawn without another one. */
function settling(page: Page): WatchedPage['settled'] {
  const inFlight = new Set<Request>()
  let count = 0
  const ended = (request: Request) => inFlight.delete(request)
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/live')) return
    count += 1
    inFlight.add(request)
  })
  page.on('requestfinished', ended)
  page.on('requestfailed', ended)
  return async () => {
    await waitUntil('the page to settle', async () => {
      const before = count
      if (inFlight.size > 0) return false
      await page.evaluate(TWO_FRAMES)
      return count === before
    })
  }
}

/** Signs in by the form, as a person does. */
export async function signIn(page: Page, key = ADMIN_KEY): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Key').fill(key)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

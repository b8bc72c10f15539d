import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { ADMIN_KEY, type Posthorn, type PosthornOptions, startPosthorn } from '../../harness/posthorn.ts'
import { signIn } from '../../harness/sessions/browser.ts'
import { type BrowserOptions, openPage, sharedBrowser, type WatchedPage } from './browser.ts'

/** A Posthorn, from the first test of a `describe` to its last, and a browser. */
export interface Dashboard {
  readonly posthorn: Posthorn
  readonly browser: Browser
  /** A page of the dashboard, for one test: close it with `closeUnharmed`. */
  open(): Promise<WatchedPage>
  /** Gives the pages of a browser a session of the admin key, without loading the form and the page after it. */
  signIn(page: Page): Promise<void>
}

/**
 * Starts a Posthorn for the tests of a `describe`, and a browser where none runs.
 * @param services default: all in one process, the least work for the machine
 */
export function startedDashboard(
  services: PosthornOptions['services'] = ['all'],
  options: BrowserOptions = {},
): Dashboard {
  let started: { posthorn: Posthorn; browser: Browser } | undefined
  beforeAll(async () => {
    const [posthorn, browser] = await Promise.all([startPosthorn({ services }), sharedBrowser(options)])
    started = { posthorn, browser }
  })
  afterAll(async () => {
    await started?.posthorn.stop()
  })
  const running = () => {
    if (started === undefined) throw new Error('the dashboard runs only in tests and their hooks')
    return started
  }
  return {
    get posthorn() {
      return running().posthorn
    },
    get browser() {
      return running().browser
    },
    open: () => openPage(running().browser, running().posthorn.service('api').url),
    async signIn(page) {
      const { token } = await signIn(running().posthorn, ADMIN_KEY)
      const { url } = running().posthorn.service('api')
      const cookie = { name: 'posthorn', value: token, url, httpOnly: true, sameSite: 'Strict' as const }
      await page.context().addCookies([cookie])
    },
  }
}

/** Closes a page, and fails if anything happened in it that must not. */
export async function closeUnharmed(watched: WatchedPage): Promise<void> {
  const wrong = [...watched.errors, ...watched.foreignRequests]
  await watched.close()
  if (wrong.length > 0)
    throw new Error(`errors of the page, or requests to other hosts:\n${wrong.join('\n')}`)
}

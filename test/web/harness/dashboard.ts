import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { type Posthorn, startPosthorn } from '../../harness/posthorn.ts'
import { launchBrowser, openPage, type WatchedPage } from './browser.ts'

/** A Posthorn and a browser, from the first test of a `describe` to its last. */
export interface Dashboard {
  readonly posthorn: Posthorn
  readonly browser: Browser
  /** A page of the dashboard, for one test: close it with `closeUnharmed`. */
  open(): Promise<WatchedPage>
}

/** Starts a Posthorn and a browser for the tests of a `describe`. */
export function startedDashboard(): Dashboard {
  let started: { posthorn: Posthorn; browser: Browser } | undefined
  beforeAll(async () => {
    const [posthorn, browser] = await Promise.all([startPosthorn(), launchBrowser()])
    started = { posthorn, browser }
  })
  afterAll(async () => {
    await started?.browser.close()
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
  }
}

/** Closes a page, and fails if anything happened in it that must not. */
export async function closeUnharmed(watched: WatchedPage): Promise<void> {
  const wrong = [...watched.errors, ...watched.foreignRequests]
  await watched.close()
  if (wrong.length > 0)
    throw new Error(`errors of the page, or requests to other hosts:\n${wrong.join('\n')}`)
}

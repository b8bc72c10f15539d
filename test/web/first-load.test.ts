import { gzipSync } from 'node:zlib'
import type { Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'
import { addHistory } from './harness/history.ts'
import { createSampleData, type SampleData } from './harness/sample-data.ts'

const FIRST_LOAD_BYTES_MAX = 250_000
/** What is compressed already, the others are gzipped on the way. */
const COMPRESSED = /\.woff2$/

/** A file that a browser has loaded. */
interface Loaded {
  path: string
  bytes: number
}

async function sizeOf(path: string, body: Promise<Buffer>): Promise<Loaded> {
  const bytes = await body
  return { path, bytes: COMPRESSED.test(path) ? bytes.length : gzipSync(bytes).length }
}

describe.skipIf(CHROMIUM === undefined)('the first load', () => {
  const dashboard = startedDashboard()
  let sample: SampleData
  beforeAll(async () => {
    sample = await createSampleData(dashboard.posthorn)
    await addHistory(dashboard.posthorn.database, sample.tenant.id, sample.accepted.endpointId)
  })
  afterAll(() => sample?.close())

  it('has at most 250 kB, gzipped: all that a browser loads until it shows the sign-in page, then the overview', async () => {
    const { body } = await dashboard.posthorn.api.post<{ key: string }>(`${sample.tenant.path}/keys`, {
      role: 'manage',
    })
    const watched = await dashboard.open()
    const { page } = watched
    const responses: Response[] = []
    page.on('response', (response) => responses.push(response))
    await page.goto('/')
    await page.getByLabel('Key').fill(body.key)
    // By a click, the pointer may come to rest on a link, whose page is then loaded ahead.
    await page.keyboard.press('Enter')
    await page.getByText('Connection refused').first().waitFor()
    await page.getByRole('figure', { name: 'Deliveries by result' }).getByRole('link').first().waitFor()
    await watched.settled()
    await page.evaluate('document.fonts.ready.then(() => undefined)')

    const pathOf = (response: Response) => new URL(response.url()).pathname
    const loaded = await Promise.all(
      responses
        .filter((response) => !pathOf(response).startsWith('/v1/'))
        .map((response) => sizeOf(pathOf(response), response.body())),
    )
    // Only a browser with a window loads it by itself.
    const icon = (await page.locator('link[rel=icon]').getAttribute('href')) ?? ''
    loaded.push(
      await sizeOf(
        icon,
        page.request.get(icon).then((response) => response.body()),
      ),
    )
    await closeUnharmed(watched)

    const extensions = new Set(loaded.map(({ path }) => path.split('.')[1] ?? 'document'))
    expect([...extensions].toSorted()).toEqual(['css', 'document', 'js', 'svg', 'woff2'])
    expect(loaded.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(FIRST_LOAD_BYTES_MAX)
  })
})

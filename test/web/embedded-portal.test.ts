import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '../harness/wait-until.ts'
import { CHROMIUM } from './harness/browser.ts'
import { startedDashboard } from './harness/dashboard.ts'
import { createPortalLink } from './harness/portal-link.ts'
import { type PortalPage, startPortalPage } from './harness/portal-page.ts'
import { createSampleData, type SampleData } from './harness/sample-data.ts'

const STORAGE =
  "(() => { try { return localStorage.length } catch (error) { return error.name } })() + '|' + (document.cookie = 'probe=1; SameSite=None; Secure', document.cookie)"

describe.skipIf(CHROMIUM === undefined)('a portal in a page of a customer', () => {
  const dashboard = startedDashboard(['all'], { isWhole: true })
  let sample: SampleData
  let host: PortalPage
  let linkIds: string[] = []
  beforeAll(async () => {
    sample = await createSampleData(dashboard.posthorn)
    host = await startPortalPage((port) => createLink([`http://localhost:${port}`]))
  })
  afterAll(async () => {
    host?.close()
    await sample?.close()
  })
  async function createLink(allowedOrigins: string[]): Promise<string> {
    const fields = { allowedOrigins, next: '/deliveries' }
    const { id, url } = await createPortalLink(dashboard.posthorn, sample.tenant, fields)
    linkIds = [...linkIds, id]
    return url
  }
  const open = async (hostname: string, { port } = host) => {
    const watched = await dashboard.open()
    await watched.page.goto(`http://${hostname}:${port}/`)
    const frame = watched.page.locator('posthorn-portal').locator('iframe').contentFrame()
    const seen = () => watched.page.evaluate<[string, string | null][]>('window.seen')
    return { page: watched.page, frame, seen, close: () => watched.close() }
  }

  it('works where cookies and storage of third parties are blocked, and tells the page where it is', async () => {
    const { page, frame, seen, close } = await open('localhost')
    await frame.getByRole('heading', { name: 'Deliveries' }).waitFor()
    await frame.getByText('order.paid').first().waitFor()
    expect(await frame.locator('html').evaluate(STORAGE)).toBe('SecurityError|')
    expect(await frame.locator('html').getAttribute('data-theme')).toBe('dark')

    await frame.getByRole('link', { name: 'invoice.finalized' }).first().click()
    await frame.getByRole('heading', { name: 'invoice.finalized' }).waitFor()
    const events = await waitUntil('the page was told', async () => {
      const all = await seen()
      return all.some(([, path]) => path?.startsWith('/deliveries/dlv_') === true) ? all : undefined
    })
    expect(events).toContainEqual(['ready', null])
    expect(events).toContainEqual(['navigate', '/deliveries'])
    await page.waitForFunction("document.querySelector('posthorn-portal').style.height !== ''")
    expect(await page.evaluate("document.querySelector('posthorn-portal').offsetHeight <= 700")).toBe(true)
    await close()
  })

  /** Whether the portal has not loaded in the frame of the page. */
  const isRefused = async ({ page, frame, seen, close }: Awaited<ReturnType<typeof open>>) => {
    await waitUntil('the frame has loaded', async () =>
      (await page.locator('posthorn-portal').locator('iframe').count()) > 0 ? true : undefined,
    )
    await page.waitForLoadState('networkidle')
    const headings = await frame.getByRole('heading').count()
    const isReady = (await seen()).some(([name]) => name === 'ready')
    await close()
    return headings === 0 && !isReady
  }

  it('is refused to a page of another origin', async () => {
    expect(await isRefused(await open('127.0.0.1'))).toBe(true)
  })

  it('is shown by the origins of its tenant, and by no other, when its link names none', async () => {
    const page = await startPortalPage(() => createLink([]))
    const { path } = sample.tenant
    expect(await isRefused(await open('localhost', page))).toBe(true)
    await dashboard.posthorn.api.put(path, { portalOrigins: [`http://localhost:${page.port}`] })
    expect(await isRefused(await open('127.0.0.1', page))).toBe(true)
    const { frame, close } = await open('localhost', page)
    await frame.getByRole('heading', { name: 'Deliveries' }).waitFor()
    await close()
    await dashboard.posthorn.api.put(path, {})
    page.close()
  })

  it('ends at once when its link is revoked, and goes on at the same page with a new one', async () => {
    const { frame, seen, close } = await open('localhost')
    await frame.getByText('order.paid').first().waitFor()
    const given = host.linksGiven()
    await dashboard.posthorn.api.delete(`${sample.tenant.path}/portal-links/${linkIds.at(-1)}`)
    await frame.getByRole('link', { name: 'Event types' }).click()
    await waitUntil('the page was asked for a session', async () =>
      (await seen()).some(([name]) => name === 'need-session') && host.linksGiven() > given
        ? true
        : undefined,
    )
    await frame.getByRole('heading', { name: 'Event types' }).waitFor()
    await frame.getByText('No event types yet').waitFor()
    expect(host.linksGiven()).toBe(given + 1)
    await close()
  })

  it('goes on with the same link, if that has several uses, when its session has ended', async () => {
    let link: ReturnType<typeof createPortalLink> | undefined
    const page = await startPortalPage(async (port) => {
      link ??= createPortalLink(dashboard.posthorn, sample.tenant, {
        allowedOrigins: [`http://localhost:${port}`],
        next: '/deliveries',
        singleUse: false,
      })
      return (await link).url
    })
    const { frame, close } = await open('localhost', page)
    await frame.getByText('order.paid').first().waitFor()
    await dashboard.posthorn.database.query('DELETE FROM sessions WHERE holder = $1', [(await link)?.id])
    await frame.getByRole('link', { name: 'Event types' }).click()
    await frame.getByText('No event types yet').waitFor()
    expect(page.linksGiven()).toBe(2)
    await close()
    page.close()
  })

  it('shows no other tenant, by its address or by the id of an object', async () => {
    const other = await dashboard.posthorn.createTenant()
    await other.endpoint({ url: 'http://127.0.0.1:9/hooks' })
    const { frame, close } = await open('localhost')
    await frame.getByText('order.paid').first().waitFor()
    const go = (path: string) =>
      frame.locator('html').evaluate((_html, to) => {
        const { history, dispatchEvent } = globalThis as unknown as {
          history: { pushState: (...args: unknown[]) => void }
          dispatchEvent: (event: Event) => void
        }
        history.pushState(null, '', to)
        dispatchEvent(new Event('popstate'))
      }, path)
    const base = `/portal/${linkIds.at(-1)}/t`
    await go(`${base}/${other.id}/settings`)
    await frame.getByText('No such tenant').waitFor()
    await go(`${base}/${other.id}/deliveries/${sample.refused.id}`)
    await frame.getByText('No such delivery').waitFor()
    expect(await frame.getByText(other.id).count()).toBe(0)
    await close()
  })
})

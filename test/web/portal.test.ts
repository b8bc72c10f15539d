import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM } from './harness/browser.ts'
import { startedDashboard } from './harness/dashboard.ts'
import { createPortalLink } from './harness/portal-link.ts'
import { createSampleData, type SampleData } from './harness/sample-data.ts'

describe.skipIf(CHROMIUM === undefined)('a portal', () => {
  const dashboard = startedDashboard()
  let sample: SampleData
  beforeAll(async () => {
    sample = await createSampleData(dashboard.posthorn)
  })
  afterAll(() => sample?.close())

  const createLink = (fields: object) => createPortalLink(dashboard.posthorn, sample.tenant, fields)

  it('shows the tenant of its link from the first page on, and keeps its secret nowhere', async () => {
    const watched = await dashboard.open()
    const { page, errors, foreignRequests } = watched
    const link = await createLink({
      role: 'read',
      next: '/deliveries?status=succeeded',
      theme: { primary: '#0b6e4f' },
    })
    await page.goto(link.url)
    await page.waitForURL(`**/portal/${link.id}/t/${sample.tenant.id}/deliveries?status=succeeded`)
    await page.getByText('order.paid').first().waitFor()
    await page.getByText('Read only').waitFor()

    const [, secret = ''] = link.url.split('#t=')
    expect(page.url()).not.toContain(secret)
    expect(
      await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])'),
    ).toBe('[{},{},""]')
    await page.goBack().catch(() => null)
    expect(page.url()).not.toContain(secret)
    expect({ errors, foreignRequests }).toEqual({ errors: [], foreignRequests: [] })
    await watched.close()
  })

  it('opens once, and ends with the next request after its link was revoked', async () => {
    const watched = await dashboard.open()
    const { page } = watched
    const link = await createLink({ role: 'manage' })
    await page.goto(link.url)
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    const again = await dashboard.open()
    await again.page.goto(link.url)
    await again.page.getByText('This link has ended').waitFor()
    await again.close()

    await dashboard.posthorn.api.delete(`${sample.tenant.path}/portal-links/${link.id}`)
    await page.getByRole('link', { name: 'Deliveries', exact: true }).click()
    await page.getByText('This link has ended').waitFor()
    expect(await page.getByRole('table').count()).toBe(0)
    await watched.close()
  })

  it('sends its user to its refreshUrl when it is reloaded, and keeps nothing else', async () => {
    const refresh = createServer((_request, response) => response.end('a new link')).listen(0, '127.0.0.1')
    await new Promise((resolve) => refresh.once('listening', resolve))
    const refreshUrl = `http://127.0.0.1:${(refresh.address() as AddressInfo).port}/portal`
    const watched = await dashboard.open()
    const { page } = watched
    const link = await createLink({ refreshUrl })
    await page.goto(link.url)
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).toBe(
      JSON.stringify({ [`posthorn:refresh-url:${link.id}`]: refreshUrl }),
    )
    await page.reload()
    await page.waitForURL(refreshUrl)
    await page.getByText('a new link').waitFor()

    const other = await createLink({})
    await page.goto(other.url)
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await page.reload()
    await page.getByText('This link has ended').waitFor()
    await watched.close()
    refresh.close()
  })

  it('is shown in a frame of an allowed origin, and of no other', async () => {
    const host = createServer((request, response) => {
      const src = new URL(request.url ?? '', 'http://host').searchParams.get('src') ?? ''
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<iframe src="${src}" width="900" height="600"></iframe>`)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => host.once('listening', resolve))
    const { port } = host.address() as AddressInfo
    const link = await createLink({
      role: 'read',
      singleUse: false,
      allowedOrigins: [`http://localhost:${port}`],
    })
    const framed = `?src=${encodeURIComponent(link.url)}`

    const watched = await dashboard.open()
    const { page } = watched
    await page.goto(`http://127.0.0.1:${port}/${framed}`)
    await page.waitForLoadState('networkidle')
    expect(await page.frameLocator('iframe').getByRole('heading', { name: 'Overview' }).count()).toBe(0)
    // Another site than the API's: cookies and storage of the frame are those of a third party.
    await page.goto(`http://localhost:${port}/${framed}`)
    const heading = page.frameLocator('iframe').getByRole('heading', { name: 'Overview' })
    await heading.waitFor()
    expect(await heading.count()).toBe(1)
    await watched.close()
    host.close()
  })
})

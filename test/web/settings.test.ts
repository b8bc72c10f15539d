import type { Page as ListPage, PortalLink } from '@posthorn/contracts'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tenant } from '../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../harness/receiver.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { CHROMIUM, signIn, type WatchedPage } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'

/** One pixel. */
const LOGO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe.skipIf(CHROMIUM === undefined)('a person who manages a tenant', () => {
  const dashboard = startedDashboard()
  let receiver: Receiver
  let tenant: Tenant
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    receiver = await startReceiver()
  })
  afterAll(() => receiver?.close())
  beforeEach(async () => {
    tenant = await dashboard.posthorn.createTenant()
    watched = await dashboard.open()
    page = watched.page
    await dashboard.signIn(page)
  })
  afterEach(() => closeUnharmed(watched))
  const read = async <Body>(path: string) => (await dashboard.posthorn.api.get<Body>(path)).body

  it('gets from an empty system to a delivered event in four steps', async () => {
    const id = `${tenant.id}-first`
    await page.goto('/operator')
    await page.getByRole('button', { name: 'Create a tenant' }).click()
    await page.getByLabel('Id').fill(id)
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.waitForURL(`**/t/${id}/first-steps`)
    await page.getByRole('textbox', { name: 'URL' }).fill(`${receiver.url}/hooks`)
    await page.getByRole('button', { name: 'Create the endpoint' }).click()
    await page.getByLabel('Signing secret', { exact: true }).waitFor()
    await page.getByText('-H "Authorization: Bearer $POSTHORN_API_KEY"').waitFor()
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByText('It has arrived').waitFor()
    expect(receiver.received).toHaveLength(1)
    await page.getByRole('link', { name: 'Open the overview' }).click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
  })

  it('reads on in the list of tenants, to the oldest', async () => {
    for (let n = 0; n < 60; n += 1) await dashboard.posthorn.createTenant()
    await page.goto('/operator')
    await page.getByRole('table', { name: 'Tenants' }).waitFor()
    const oldest = page.getByRole('link', { name: tenant.id, exact: true })
    expect(await oldest.count()).toBe(0)
    await waitUntil('the oldest of them', async () => {
      await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)')
      return oldest.isVisible()
    })
  })

  it('creates a key that is shown once, and deletes it', async () => {
    await page.goto(`/t/${tenant.id}/settings/keys`)
    await page.getByRole('button', { name: 'Create a key' }).click()
    await page.getByLabel('Description').fill('the shop')
    await page.getByLabel('Expires').fill('2020-01-01T00:00')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByText('must be in the future').waitFor()
    await page.getByLabel('Expires').fill('')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    const key = (await page.getByLabel('Key', { exact: true }).textContent()) ?? ''
    expect((await dashboard.posthorn.api.as(key).get('/v1/meta')).body).toMatchObject({
      caller: { role: 'publish' },
    })
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('table', { name: 'Keys' }).getByText('the shop').waitFor()
    expect(await page.getByText(key).count()).toBe(0)

    await page.getByRole('button', { name: 'Delete the shop' }).click()
    await page.getByRole('button', { name: 'Delete the key' }).click()
    await page.getByText('No keys yet').waitFor()
    expect((await dashboard.posthorn.api.as(key).get('/v1/meta')).status).toBe(401)
  })

  it('creates a portal link, sees what the API refuses at its field, and revokes it', async () => {
    await page.goto(`/t/${tenant.id}/settings/portal-links`)
    await page.getByRole('button', { name: 'Create a link' }).click()
    await page.getByLabel('Origins that may frame it').fill('https://app.example.com/path')
    await page.getByLabel('Id of your user').fill('user-7')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByText(/expected an origin like/).waitFor()
    await page.getByLabel('Origins that may frame it').fill('https://app.example.com')
    await page.getByLabel('Logo').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: LOGO })
    await page.getByRole('button', { name: 'Remove the logo' }).waitFor()
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    expect(await page.getByLabel('URL', { exact: true }).textContent()).toMatch(/\/portal\/plk_\w+#t=pls_/)
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('cell', { name: 'user-7' }).waitFor()
    const links = await read<ListPage<PortalLink>>(`${tenant.path}/portal-links`)
    expect(links.data[0]?.theme.logo).toBe(`data:image/png;base64,${LOGO.toString('base64')}`)
    await page.getByRole('button', { name: /^Revoke plk_/ }).click()
    await page.getByRole('button', { name: 'Revoke the link' }).click()
    await page.getByText('No portal links yet').waitFor()
    expect(await read(`${tenant.path}/portal-links`)).toEqual({ data: [], nextCursor: null })
  })

  it('names the origins that may frame the portals of the tenant', async () => {
    await page.goto(`/t/${tenant.id}/settings`)
    await page.getByText('as configured').waitFor()
    await page.getByRole('button', { name: 'Edit' }).click()
    const origins = page.getByLabel('Origins that may frame its portals')
    await origins.fill('https://app.example.com/path')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/expected an origin like/).waitFor()
    await origins.fill('https://app.example.com')
    await page.getByRole('button', { name: 'Save' }).click()
    // Until then its field has the same text as the page.
    await page.getByRole('dialog', { name: `Edit ${tenant.id}` }).waitFor({ state: 'hidden' })
    await page.getByText('https://app.example.com').waitFor()
    expect(await read(tenant.path)).toMatchObject({ portalOrigins: ['https://app.example.com'] })
  })

  it('edits the schema of an event type, and sees what is wrong with it at the editor', async () => {
    const name = `${tenant.id.replaceAll('-', '_')}.completed`
    await page.goto(`/t/${tenant.id}/create-event-type`)
    await page.getByLabel('Name').fill(name)
    const typeSchema = async (text: string) => {
      await page.getByRole('textbox', { name: 'Schema' }).click()
      await page.keyboard.press('Control+a')
      await page.keyboard.press('Delete')
      await page.keyboard.insertText(text)
    }
    await typeSchema('{ "type": ')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByText(/^This is not JSON/).waitFor()
    await typeSchema('{ "type": "objekt" }')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('alert').filter({ hasText: 'type' }).waitFor()
    await typeSchema('{ "type": "object", "maxProperties": 3 }')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('heading', { name }).waitFor()
    expect(await read(`/v1/event-types/${name}`)).toMatchObject({
      schema: { type: 'object', maxProperties: 3 },
    })

    await page.getByRole('switch', { name: 'Archived' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Event type saved').waitFor()
    expect(await read(`/v1/event-types/${name}`)).toMatchObject({
      archived: true,
      schema: { maxProperties: 3 },
    })
    await page.goto(`/t/${tenant.id}/event-types?show=archived`)
    await page.getByRole('link', { name }).waitFor()
  })

  it('finds who changed what, with every filter in the URL', async () => {
    await dashboard.posthorn.api.post(`${tenant.path}/keys`, { role: 'read', description: 'audited' })
    await page.goto(`/t/${tenant.id}/settings/audit`)
    await page.getByText('Key created').waitFor()
    await page.getByRole('button', { name: 'Action' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Tenant saved' }).click()
    await page.waitForURL('**/audit?action=tenant.saved')
    await page.keyboard.press('Escape')
    await page.getByRole('row', { name: /Tenant saved/ }).click()
    await page.waitForURL('**/audit?action=tenant.saved&entry=aud_**')
    await page.getByRole('dialog', { name: 'Tenant saved' }).waitFor()
    expect(await page.getByRole('row', { name: /Key created/ }).count()).toBe(0)
  })

  it('edits its tenant, and deletes it only after its id was typed', async () => {
    await page.goto(`/t/${tenant.id}/settings`)
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByLabel('Name').fill('<b>Acme</b>')
    await page.getByLabel('Metadata').fill('[1]')
    await page.getByText('This is not a JSON object.').waitFor()
    await page.getByLabel('Metadata').fill('{ "plan": "pro" }')
    await page.getByLabel('Days to keep payloads').fill('10000')
    await page.getByRole('button', { name: 'Save' }).click()
    await page
      .getByRole('dialog', { name: `Edit ${tenant.id}` })
      .getByText(/at most|more than|RETENTION_DAYS/)
      .first()
      .waitFor()
    await page.getByLabel('Days to keep payloads').fill('7')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('<b>Acme</b>').waitFor()
    await page.getByRole('button', { name: 'Delete the tenant' }).click()
    const confirm = page
      .getByRole('dialog', { name: `Delete ${tenant.id}?` })
      .getByRole('button', { name: 'Delete the tenant' })
    expect(await confirm.isDisabled()).toBe(true)
    await page.getByLabel(`Type ${tenant.id} to confirm`).fill(tenant.id)
    await confirm.click()
    await page.waitForURL('**/operator')
    expect((await dashboard.posthorn.api.get(tenant.path)).status).toBe(404)
  })

  it('ends the session of another browser, which is signed out with its next request', async () => {
    const other = await dashboard.open()
    const { body } = await dashboard.posthorn.api.post<{ key: string }>(`${tenant.path}/keys`, {
      role: 'manage',
    })
    await signIn(other.page, body.key)
    await other.page.getByRole('heading', { name: 'Overview' }).waitFor()
    await page.context().clearCookies()
    await signIn(page, body.key)
    await page.goto(`/t/${tenant.id}/settings/sessions`)
    await page.getByText('this one').waitFor()
    expect(await page.getByRole('row').count()).toBe(3)
    await page.getByRole('button', { name: /^End the session of/ }).click()
    await page.getByRole('button', { name: 'End the session' }).click()
    await page.getByText('Session ended').waitFor()
    await page.getByRole('button', { name: /^End the session of/ }).waitFor({ state: 'hidden' })
    expect(await page.getByRole('row').count()).toBe(2)

    await other.page.getByRole('link', { name: 'Deliveries', exact: true }).click()
    await other.page.waitForURL('**/sign-in**')
    await closeUnharmed(other)
    await page.reload()
    await page.getByText('this one').waitFor()
  })

  it('is shown nothing that would be refused, with a key that reads', async () => {
    const { body } = await dashboard.posthorn.api.post<{ key: string }>(`${tenant.path}/keys`, {
      role: 'read',
    })
    await signIn(page, body.key)
    await page.goto(`/t/${tenant.id}/settings`)
    await page.getByRole('heading', { name: 'Metadata' }).waitFor()
    const tabs = page.getByRole('navigation', { name: 'Settings' }).getByRole('link')
    expect(await tabs.allTextContents()).toEqual(['General', 'Sessions'])
    expect(await page.getByRole('button', { name: /Edit|Delete/ }).count()).toBe(0)
    await page.goto(`/t/${tenant.id}/event-types`)
    await page.getByRole('heading', { name: 'Event types' }).waitFor()
    expect(await page.getByRole('link', { name: 'Create an event type' }).count()).toBe(0)
  })
})

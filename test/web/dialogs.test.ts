import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, openPage } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'
import { DIALOGS, openDialog, POPUP } from './harness/dialogs.ts'
import { LOOKED_AT, LOOKS_MS, look } from './harness/looks.ts'
import { createSample, type Sample } from './harness/sample.ts'

describe.skipIf(CHROMIUM === undefined)('on a desktop and a phone, light and dark,', () => {
  const dashboard = startedDashboard()
  let sample: Sample
  beforeAll(async () => {
    sample = await createSample(dashboard.posthorn)
  })
  afterAll(() => sample?.close())

  it('each dialog can be used by everyone', { timeout: LOOKS_MS }, async () => {
    const watched = await openPage(dashboard.browser, dashboard.posthorn.service('api').url, LOOKED_AT)
    const { page } = watched
    await dashboard.signIn(page)
    // One more session, to end.
    await dashboard.signIn(page)
    const findings: Record<string, string[]> = {}
    for (const dialog of DIALOGS) {
      await page.goto(dialog.path(sample))
      await openDialog(watched, dialog)
      Object.assign(findings, await look(watched, dialog.name, { ...dialog, within: POPUP }))
    }
    expect(findings).toEqual({})
    await closeUnharmed(watched)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, openPage, type WatchedPage } from './harness/browser.ts'
import { closeUnharmed, startedDashboard } from './harness/dashboard.ts'
import { DIALOGS, openDialog, POPUP } from './harness/dialogs.ts'
import { LOOKED_AT, look } from './harness/looks.ts'
import { createSample, type Sample } from './harness/sample.ts'

describe.skipIf(CHROMIUM === undefined)(
  'everyone can use, on a desktop and a phone, light and dark, the dialog',
  () => {
    const dashboard = startedDashboard()
    let sample: Sample
    let watched: WatchedPage
    beforeAll(async () => {
      sample = await createSample(dashboard.posthorn)
      watched = await openPage(dashboard.browser, dashboard.posthorn.service('api').url, LOOKED_AT)
      await dashboard.signIn(watched.page)
      // One more session, to end.
      await dashboard.signIn(watched.page)
    })
    afterAll(async () => {
      await sample?.close()
      await closeUnharmed(watched)
    })

    // In their order: those that create something are the last.
    it.each(DIALOGS)('$name', async (dialog) => {
      await watched.page.goto(dialog.path(sample))
      await openDialog(watched, dialog)
      expect(await look(watched, dialog.name, { ...dialog, within: POPUP })).toEqual({})
    })
  },
)

import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriousViolations } from './harness/accessibility.ts'
import { CHROMIUM, openPage, SCREENSHOTS } from './harness/browser.ts'
import { startedDashboard } from './harness/dashboard.ts'
import { DIALOGS } from './harness/dialogs.ts'
import { addHistory } from './harness/history.ts'
import { createManagedData } from './harness/managed-data.ts'
import { createRemoved } from './harness/removed.ts'
import { createSampleData } from './harness/sample-data.ts'
import { createSampleJobs } from './harness/sample-jobs.ts'
import { type Sample, SCREENS } from './harness/screens.ts'

const THEMES = ['light', 'dark'] as const
const SIZES = { desktop: { width: 1_360, height: 900 }, phone: { width: 380, height: 800 } }

/** A theme changes colours by transitions, in which contrasts are lower. */
const TRANSITIONS_END =
  'Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished)).then(() => undefined)'

describe.skipIf(CHROMIUM === undefined)('each page, in both themes, on a desktop and a phone,', () => {
  const dashboard = startedDashboard()
  let sample: Sample
  beforeAll(async () => {
    const { posthorn } = dashboard
    const data = await createSampleData(posthorn)
    const jobs = await createSampleJobs(posthorn, data)
    const removed = await createRemoved(posthorn, data.tenant, data.accepted.endpointId)
    sample = { ...data, ...jobs, removed }
    await createManagedData(posthorn.api, sample.tenant.path)
    await addHistory(posthorn.database, sample.tenant.id, sample.accepted.endpointId)
  })
  afterAll(() => sample?.close())

  it.each(Object.entries(SIZES))('can be used by everyone: light and dark, %s', async (size, viewport) => {
    const { browser, posthorn } = dashboard
    const watched = await openPage(browser, posthorn.service('api').url, { viewport })
    const { page } = watched
    const change = async (theme: (typeof THEMES)[number]) => {
      await page.emulateMedia({ colorScheme: theme })
      await watched.settled()
      await page.evaluate(TRANSITIONS_END)
    }
    const shoot = async (name: string) => {
      // In a window as tall as the page: editors draw only what is in view.
      const height = await page.evaluate<number>('document.documentElement.scrollHeight')
      await page.setViewportSize({ ...viewport, height: Math.max(height, viewport.height) })
      await watched.settled()
      await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) })
      await page.setViewportSize(viewport)
    }
    const findings: Record<string, string[]> = {}
    /** Loading a page takes longer than looking at it, so both themes are of one load. */
    const look = async (screen: string) => {
      for (const theme of THEMES) {
        const name = `${screen}-${size}-${theme}`
        await change(theme)
        await shoot(name)
        const violations = await seriousViolations(page)
        const overflow = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )
        if (overflow > 0) violations.push(`it is ${overflow} px wider than the window`)
        if (violations.length > 0) findings[name] = violations
      }
    }

    await page.goto('/sign-in')
    await page.getByLabel('Key').waitFor()
    await look('sign-in')
    await dashboard.signIn(page)
    for (const { name, path: at, shows } of SCREENS) {
      await page.goto(at(sample))
      await page.getByText(shows).first().waitFor()
      await watched.settled()
      await look(name)
    }
    await page.goto(`/t/${sample.tenant.id}/deliveries`)
    await page.getByText('invoice.finalized').first().waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Id or page' }).fill(sample.failing.id)
    await page.getByRole('option', { name: sample.failing.id }).waitFor()
    await look('palette')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await look('shortcuts')

    for (const { name, path: at, button, item, shows } of DIALOGS) {
      await page.goto(at(sample))
      await page.getByRole('button', { name: button }).first().click()
      if (item !== undefined) await page.getByRole('menuitem', { name: item }).click()
      await page.getByText(shows).first().waitFor()
      await look(name)
    }

    expect(findings).toEqual({})
    expect(watched.errors).toEqual([])
    expect(watched.foreignRequests).toEqual([])
    await watched.close()
  })
})

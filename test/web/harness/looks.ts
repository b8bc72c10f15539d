import path from 'node:path'
import type { Page } from 'playwright-core'
import { violationsOfColors, violationsOfStructure } from './accessibility.ts'
import { SCREENSHOTS, type WatchedPage } from './browser.ts'

export const SIZES = { desktop: { width: 1_360, height: 900 }, phone: { width: 380, height: 800 } }
const THEMES = ['light', 'dark'] as const
const DRAWN = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'
/** A theme changes colours by transitions, in which contrasts are lower. */
const TRANSITIONS_END =
  'Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished)).then(() => undefined)'

/** A page that is looked at: without motion, transitions end at once. */
export const LOOKED_AT = { viewport: SIZES.desktop, reducedMotion: 'reduce' } as const

export interface LookOptions {
  sizes?: (keyof typeof SIZES)[] | undefined
  /** Selects the part that is new: the colours behind it were looked at before. */
  within?: string
}

/**
 * Looks at what a page shows, on a desktop and a phone, in both themes, and makes a screenshot of each. Loading a page takes longer
 * than looking at it, and structure does not depend on the theme: all are of one load, with two changes of the theme.
 * @returns what keeps people from using it, by size and theme
 */
export async function look(
  watched: WatchedPage,
  screen: string,
  { sizes = ['desktop', 'phone'], within }: LookOptions = {},
): Promise<Record<string, string[]>> {
  const { page } = watched
  const findings: Record<string, string[]> = {}
  const note = (name: string, found: string[]) => {
    if (found.length > 0) findings[`${screen}-${name}`] = found
  }
  for (const size of sizes) {
    await resize(page, SIZES[size], { isWhole: within === undefined })
    await watched.settled()
    note(size, [...(await violationsOfStructure(page)), ...(await overflowOf(page))])
    for (const theme of size === 'phone' ? THEMES.toReversed() : THEMES) {
      await change(page, theme)
      const name = `${size}-${theme}`
      await page.screenshot({ path: path.join(SCREENSHOTS, `${screen}-${name}.png`), caret: 'initial' })
      note(name, await violationsOfColors(page, within))
    }
  }
  await page.setViewportSize(SIZES.desktop)
  return findings
}

/** Without motion, transitions of colours end at once. */
async function change(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  if (await page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: ${theme})').matches`)) return
  await page.emulateMedia({ colorScheme: theme })
  await page.evaluate(DRAWN)
  await page.evaluate(TRANSITIONS_END)
}

/** To a window that is as tall as the whole page, if wanted: editors draw only what is in view. */
async function resize(
  page: Page,
  size: { width: number; height: number },
  { isWhole }: { isWhole: boolean },
): Promise<void> {
  await page.setViewportSize(size)
  if (!isWhole) return
  await page.evaluate(DRAWN)
  const height = await page.evaluate<number>('document.documentElement.scrollHeight')
  await page.setViewportSize({ ...size, height: Math.max(height, size.height) })
}

async function overflowOf(page: Page): Promise<string[]> {
  const px = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  return px > 0 ? [`it is ${px} px wider than the window`] : []
}

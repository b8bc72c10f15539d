import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SERIOUS = ['serious', 'critical']
/** Rules whose violations are moderate or minor: they need a fifth of the time. New rules of axe-core are not among them. */
const LESS = [
  'aria-allowed-role',
  'aria-deprecated-role',
  'empty-heading',
  'empty-table-header',
  'form-field-multiple-labels',
  'heading-order',
  'html-xml-lang-mismatch',
  'image-redundant-alt',
  'landmark-banner-is-top-level',
  'landmark-contentinfo-is-top-level',
  'landmark-main-is-top-level',
  'landmark-no-duplicate-banner',
  'landmark-no-duplicate-contentinfo',
  'landmark-no-duplicate-main',
  'landmark-one-main',
  'landmark-unique',
  'meta-viewport',
  'meta-viewport-large',
  'no-autoplay-audio',
  'page-has-heading-one',
  'presentation-role-conflict',
  'region',
  'scope-attr-valid',
  'server-side-image-map',
  'skip-link',
  'table-duplicate-name',
]
/** Those that depend on colours. */
const OF_COLORS = ['color-contrast', 'link-in-text-block']

interface AxeResult {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
}

/** What axe-core finds on a page that keeps people from using it, a line for each. */
export async function seriousViolations(page: Page): Promise<string[]> {
  return [...(await violationsOfStructure(page)), ...(await violationsOfColors(page))]
}

/** What it finds in the structure of a page. */
export function violationsOfStructure(page: Page): Promise<string[]> {
  const rules = Object.fromEntries([...LESS, ...OF_COLORS].map((id) => [id, { enabled: false }]))
  return violationsOf(page, undefined, { rules })
}

/**
 * What it finds in the colours of a page.
 * @param part selects the part of it that is looked at
 */
export function violationsOfColors(page: Page, part?: string): Promise<string[]> {
  return violationsOf(page, part, { runOnly: OF_COLORS })
}

async function violationsOf(page: Page, part: string | undefined, rules: object): Promise<string[]> {
  // By the debugger's protocol: the policy of the page allows no other script.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(AXE)
  const context = part === undefined ? 'document' : JSON.stringify(part)
  const options = JSON.stringify({ ...rules, resultTypes: ['violations'], preload: false })
  const { violations } = await page.evaluate<AxeResult>(`axe.run(${context}, ${options})`)
  return violations
    .filter(({ impact }) => SERIOUS.includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`))
}

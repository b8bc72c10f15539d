import type { PortalTheme } from '@posthorn/contracts'
import { readableOn, textOn } from './contrast.ts'

/** The backgrounds on which the main colour is used. */
const BACKGROUNDS = { light: '#ffffff', dark: '#141619' } as const

const FONTS: Record<NonNullable<PortalTheme['font']>, string> = {
  system: 'system-ui, sans-serif',
  sans: 'Helvetica, Arial, sans-serif',
  serif: 'Georgia, "Times New Roman", serif',
  mono: 'ui-monospace, Menlo, Consolas, monospace',
  rounded: 'ui-rounded, "Arial Rounded MT Bold", system-ui, sans-serif',
  humanist: 'Optima, Candara, "Noto Sans", sans-serif',
}

/**
 * The style sheet of a theme: custom properties of the document. Validated values only, so that no value ends its declaration.
 * `mode` is not in it: the page applies it.
 */
export function themeCss({ primary, radius, font, logo }: PortalTheme): string {
  const common = [
    ...(radius === null ? [] : [`--portal-radius: ${radius}px;`]),
    ...(font === null ? [] : [`--portal-font: ${FONTS[font]};`]),
    ...(logo === null ? [] : [`--portal-logo: url("${logo}");`]),
  ]
  const light = [...common, ...(primary === null ? [] : colours(primary, 'light'))]
  const dark = primary === null ? [] : colours(primary, 'dark')
  return [rule(':root', light), rule(':root[data-theme="dark"]', dark)].join('')
}

function colours(primary: string, mode: keyof typeof BACKGROUNDS): string[] {
  const corrected = readableOn(BACKGROUNDS[mode], primary.toLowerCase())
  return [`--portal-primary: ${corrected};`, `--portal-on-primary: ${textOn(corrected)};`]
}

function rule(selector: string, declarations: readonly string[]): string {
  return declarations.length === 0 ? '' : `${selector} {\n  ${declarations.join('\n  ')}\n}\n`
}

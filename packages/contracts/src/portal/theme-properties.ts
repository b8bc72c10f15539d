import { readableOn, textOn } from './contrast.ts'

/** What a theme sets by custom properties: validated values. What is null looks as in the dashboard. */
export interface ThemeValues {
  primary: string | null
  radius: number | null
  font: 'system' | 'sans' | 'serif' | 'mono' | 'rounded' | 'humanist' | null
  logo: string | null
}

/** The backgrounds on which the main colour is used. */
const BACKGROUNDS = { light: '#ffffff', dark: '#141619' } as const

const FONTS: Record<NonNullable<ThemeValues['font']>, string> = {
  system: 'system-ui, sans-serif',
  sans: 'Helvetica, Arial, sans-serif',
  serif: 'Georgia, "Times New Roman", serif',
  mono: 'ui-monospace, Menlo, Consolas, monospace',
  rounded: 'ui-rounded, "Arial Rounded MT Bold", system-ui, sans-serif',
  humanist: 'Optima, Candara, "Noto Sans", sans-serif',
}

/** The custom properties of a theme that are the same in both modes. */
export function themeShapes({ radius, font, logo }: ThemeValues): Record<string, string> {
  return {
    ...(radius === null ? {} : { '--portal-radius': `${radius}px` }),
    ...(font === null ? {} : { '--portal-font': FONTS[font] }),
    ...(logo === null ? {} : { '--portal-logo': `url("${logo}")` }),
  }
}

/** Its colours in a mode, corrected until they can be read (WCAG 2.2 AA). */
export function themeColours(primary: string | null, mode: 'light' | 'dark'): Record<string, string> {
  if (primary === null) return {}
  const corrected = readableOn(BACKGROUNDS[mode], primary.toLowerCase())
  return { '--portal-primary': corrected, '--portal-on-primary': textOn(corrected) }
}

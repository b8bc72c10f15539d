import { type ThemeValues, themeColours, themeShapes } from '@posthorn/contracts/portal-theme'

/**
 * The style sheet of a theme: custom properties of the document. Validated values only, so that no value ends its declaration.
 * `mode` is not in it: the page applies it.
 */
export function themeCss(theme: ThemeValues): string {
  const light = { ...themeShapes(theme), ...themeColours(theme.primary, 'light') }
  const dark = themeColours(theme.primary, 'dark')
  return [rule(':root', light), rule(':root[data-theme="dark"]', dark)].join('')
}

function rule(selector: string, properties: Record<string, string>): string {
  const declarations = Object.entries(properties).map(([name, value]) => `  ${name}: ${value};\n`)
  return declarations.length === 0 ? '' : `${selector} {\n${declarations.join('')}}\n`
}

import { expect, it } from 'vitest'
import { themeCss } from './theme-css.ts'

const NONE = { primary: null, radius: null, font: null, logo: null }

it('of no theme is empty', () => {
  expect(themeCss(NONE)).toBe('')
})

it('has a property for each field of a theme, and the main colour for each background', () => {
  const logo = 'data:image/png;base64,iVBORw0KGgo='
  expect(themeCss({ primary: '#FFDD00', radius: 4, font: 'serif', logo })).toBe(
    [
      ':root {',
      '  --portal-radius: 4px;',
      '  --portal-font: Georgia, "Times New Roman", serif;',
      `  --portal-logo: url("${logo}");`,
      '  --portal-primary: #877500;',
      '  --portal-on-primary: #ffffff;',
      '}',
      ':root[data-theme="dark"] {',
      '  --portal-primary: #ffdd00;',
      '  --portal-on-primary: #000000;',
      '}',
      '',
    ].join('\n'),
  )
})

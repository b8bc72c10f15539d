import { describe, expect, it } from 'vitest'
import { siteTokens } from './site-tokens.ts'

const TOKENS = `:root,
.theme-scope {
  --ink: #18191b;
}

:root[data-theme="dark"],
.theme-scope[data-theme="dark"] {
  --ink: #eceef1;
}

@theme inline {
  --color-ink: var(--ink);
}
`

describe('the colours of the site', () => {
  it("are the dashboard's, in both themes", () => {
    expect(siteTokens(TOKENS)).toBe(
      ':root,\n.theme-scope {\n  --ink: #18191b;\n}\n\n:root.dark {\n  --ink: #eceef1;\n}\n\n',
    )
  })

  it('cannot be read from tokens without a dark theme', () => {
    expect(() => siteTokens(':root {}')).toThrow('no dark theme')
  })
})

import { describe, expect, it } from 'vitest'
import { siteMarkdown } from './site-markdown.ts'

describe('a document as a page of the site', () => {
  it.each([
    ['[other](other.md#part)', '[other](./other.md#part)'],
    ['[here](#part)', '[here](#part)'],
    ['[web](https://example.com/a.md)', '[web](https://example.com/a.md)'],
    ['[changes](../CHANGELOG.md)', '[changes](./project/changelog.md)'],
    ['[start](../README.md#quick-start)', 'start'],
    ['[document](openapi.json)', '[document](/openapi.json)'],
    ['[guide](verifying/express.md)', '[guide](./verifying/express.md)'],
  ])('links to pages of the site: %s', (markdown, expected) => {
    expect(siteMarkdown('docs/delivery.md', markdown)).toBe(expected)
  })

  it('links from a page in another directory', () => {
    expect(siteMarkdown('SECURITY.md', '[signing](docs/signatures.md)')).toBe('[signing](../signatures.md)')
    expect(siteMarkdown('docs/verifying/express.md', '[signing](../signatures.md)')).toBe(
      '[signing](../signatures.md)',
    )
  })

  it('has the text of a link to code, because the site has no code', () => {
    expect(siteMarkdown('docs/delivery.md', 'See [`retry`](../test/retry.test.ts): it waits.')).toBe(
      'See `retry`: it waits.',
    )
  })

  it.each([
    '`[text](../CHANGELOG.md)`',
    '```\n[text](../CHANGELOG.md)\n```',
    '   ```sh\n   # <!-- a -->\n   ```',
  ])('keeps code as it is: %j', (code) => {
    expect(siteMarkdown('docs/delivery.md', code)).toBe(code)
  })

  it('has no comments, which are for programs', () => {
    expect(siteMarkdown('docs/reliability.md', 'a\n<!-- result: chaos -->\nb')).toBe('a\nb')
  })
})

import type { MarkdownRenderer } from 'vitepress'

/** Shows braces as they are written: Vue, which compiles the pages, would take what is inside of two for code. */
export function escapeBraces(markdown: MarkdownRenderer): void {
  for (const name of ['text', 'code_inline'] as const) {
    const render = markdown.renderer.rules[name]
    markdown.renderer.rules[name] = (...args) => (render?.(...args) ?? '').replaceAll('{{', '&#123;&#123;')
  }
}

import path from 'node:path'
import { relativeLink, sitePathOf } from './site-paths.ts'

/** Fenced code and inline code, which stay as they are, or a link, or a comment. */
const PARTS =
  /(?<code>^( *)(`{3,})[^\n]*\n[\s\S]*?^\2\3 *$|(`+)(?!`)[^\n]*?(?<!`)\4(?!`))|\[(?<text>(?:`[^`\n]*`|[^\]\n])*)\]\((?<target>[^)\s]+)\)|(?<comment><!--[\s\S]*?-->\n?)/gm
const EXTERNAL = /^(?:[a-z][a-z0-9+.-]*:|#)/i

/**
 * A document of the repository as a page of the site: links lead to pages of the site. A link to code becomes its text,
 * because the site has no code.
 * @param file path of the document from the root of the repository
 */
export function siteMarkdown(file: string, markdown: string): string {
  const page = sitePathOf(file)
  if (page === undefined) throw new Error(`${file} is not a page of the site`)
  return markdown.replace(PARTS, (...match) => {
    const [whole] = match as [string]
    const { code, text, target, comment } = match.at(-1) as Record<string, string | undefined>
    if (code !== undefined || target === undefined) return comment === undefined ? whole : ''
    return EXTERNAL.test(target) ? whole : linkTo({ file, page, text: text ?? '', target })
  })
}

interface Link {
  file: string
  page: string
  text: string
  target: string
}

function linkTo({ file, page, text, target }: Link): string {
  const [relative = '', anchor] = target.split('#')
  const linked = path.posix.join(path.posix.dirname(file), relative)
  const onSite = sitePathOf(linked)
  if (onSite === undefined) return text
  // A file that is no page is served as it is.
  const link = onSite.endsWith('.md') ? relativeLink(page, onSite) : `/${onSite}`
  return `[${text}](${anchor === undefined ? link : `${link}#${anchor}`})`
}

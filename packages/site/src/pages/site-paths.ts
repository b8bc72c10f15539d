import path from 'node:path'

/** Documents outside of `docs/`, and their paths on the site. */
export const OTHER_DOCUMENTS: Readonly<Record<string, string>> = {
  'CHANGELOG.md': 'project/changelog.md',
  'CONTRIBUTING.md': 'project/contributing.md',
  'SECURITY.md': 'project/security.md',
  'bench/README.md': 'project/benchmarks.md',
  'bench/RESULTS.md': 'project/benchmark-results.md',
  'packages/client/README.md': 'client.md',
  'packages/dashboard/README.md': 'project/dashboard-code.md',
  'packages/portal/README.md': 'embedded-portal.md',
}

/**
 * Where a file of the repository is on the site.
 * @param file path from the root of the repository, with `/`
 * @returns path from the root of the site, or undefined if the site does not have it
 */
export function sitePathOf(file: string): string | undefined {
  if (file === 'docs/openapi.json') return 'openapi.json'
  if (/^docs\/.+\.md$/.test(file)) return file.slice('docs/'.length)
  return OTHER_DOCUMENTS[file]
}

/** The path of a target as a link in a page; both are paths from the root of the site. */
export function relativeLink(page: string, target: string): string {
  const link = path.posix.relative(path.posix.dirname(page), target)
  return link.startsWith('.') ? link : `./${link}`
}

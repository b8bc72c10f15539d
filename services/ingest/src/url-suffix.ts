/** What follows the URL of the source in the target of a request, byte for byte: some providers sign it. */
export function urlSuffixOf(target: string): string {
  const [path = ''] = target.split('?', 1)
  return (path.endsWith('/') ? '/' : '') + target.slice(path.length)
}

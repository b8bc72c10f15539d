import type { RequestHead } from '../provider.ts'

/**
 * The URL that a provider signs: the `publicUrl` of the source's config, or else the URL of the source; with the query of
 * the request. A proxy may have changed host and path of the request itself.
 */
export function publicUrlOf({ url, config }: Pick<RequestHead, 'url' | 'config'>): string {
  const { publicUrl } = config
  if (typeof publicUrl !== 'string') return url
  const [base = ''] = publicUrl.split('?')
  const queryAt = url.indexOf('?')
  return queryAt === -1 ? publicUrl : base + url.slice(queryAt)
}

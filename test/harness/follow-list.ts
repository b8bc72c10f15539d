import type { Page } from '@posthorn/contracts'
import type { ApiClient, Reply } from './api-client.ts'

/** Follows a list to its end, page by page; `between` runs after each page except the last. */
export async function followList(
  api: ApiClient,
  path: string,
  limit: number,
  between: () => Promise<unknown>,
): Promise<string[][]> {
  const pages: string[][] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = `${path.includes('?') ? '&' : '?'}limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`
    const { status, body, text }: Reply<Page<{ id: string }>> = await api.get(path + query)
    if (status !== 200) throw new Error(text)
    pages.push(body.data.map(({ id }) => id))
    cursor = body.nextCursor
    if (cursor !== null) await between()
  }
  return pages
}

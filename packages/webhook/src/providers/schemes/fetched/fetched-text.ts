import { type FetchText, KeyUnavailableError, type RequestHead } from '../../provider.ts'

/**
 * A text at a URL of the provider; undefined when there is none.
 *
 * @throws {KeyUnavailableError} when it cannot be fetched now.
 */
export async function fetchedText(
  { fetchText }: Pick<RequestHead, 'fetchText'>,
  ...[url, ...rest]: Parameters<FetchText>
): Promise<string | undefined> {
  if (fetchText === undefined) throw new KeyUnavailableError(`expected a function that fetches ${url}`)
  return fetchText(url, ...rest)
}

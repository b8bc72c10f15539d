import { urlIn } from '../reading/url-text.ts'
import { publicUrlOf } from '../schemes/public-url.ts'
import type { Trial, TriedRequest } from './trial.ts'

/** The URLs that the provider may have called, if a proxy has changed the URL. */
export function* urlTrials(request: TriedRequest): Generator<Trial> {
  const current = publicUrlOf(request)
  const tried = new Set([current])
  for (const base of [current, request.url, request.calledUrl ?? '']) {
    for (const url of variantsOf(base)) {
      if (tried.has(url)) continue
      tried.add(url)
      const message = `The signature matches the URL ${url}, not ${current}: a proxy has changed it, or the provider has another one. Set it as publicUrl in the config of the source.`
      yield { hint: { code: 'url_changed', message, url }, change: { url, config: withoutUrl(request) } }
    }
  }
}

function withoutUrl({ config }: TriedRequest): TriedRequest['config'] {
  return { ...config, publicUrl: undefined }
}

/** The other scheme, with and without the port, the slash at the end of the path, and the query. */
function* variantsOf(text: string): Generator<string> {
  const url = urlIn(text)
  if (url === undefined) return
  yield text
  const { hostname, pathname, search } = url
  const path = pathname.replace(/\/+$/, '')
  for (const query of new Set([search, ''])) {
    for (const end of ['', '/']) {
      for (const scheme of ['https:', 'http:']) {
        const ports = new Set([url.port, '', scheme === 'https:' ? '443' : '80'])
        for (const port of ports) {
          yield `${scheme}//${hostname}${port === '' ? '' : `:${port}`}${path}${end}${query}`
        }
      }
    }
  }
}

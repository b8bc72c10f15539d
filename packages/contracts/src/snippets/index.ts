import { csharp } from './csharp.ts'
import { curl } from './curl.ts'
import { go } from './go.ts'
import { java } from './java.ts'
import { node } from './node.ts'
import { php } from './php.ts'
import { python } from './python.ts'
import { ruby } from './ruby.ts'
import type { Snippet, SnippetMaker, SnippetValues } from './snippet.ts'

export { attemptCurl, type CurlScript, type ShownAttempt } from './attempt-curl.ts'
export type { Snippet, SnippetScheme, SnippetValues } from './snippet.ts'

const MAKERS: readonly SnippetMaker[] = [node, python, go, ruby, php, java, csharp, curl]

/** Programs that verify the requests to an endpoint, one for each language that can without a library. */
export function verificationSnippets(values: SnippetValues): Snippet[] {
  return MAKERS.flatMap((make) => make(values) ?? [])
}

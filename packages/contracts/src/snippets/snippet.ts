/** How an endpoint's requests are verified, by the name of the scheme in its `signatures`. */
export type SnippetScheme = 'standard' | 'sha256' | 'ed25519'

/** What a snippet says about an endpoint. */
export interface SnippetValues {
  scheme: SnippetScheme
  /** URL of the endpoint. */
  url: string
  /** `whpk_…`, for `ed25519`. */
  publicKey: string
}

/** A complete program, or a function where a language has no server of its own. */
export interface Snippet {
  language: string
  /** Suggested name of the file; empty for a command line. */
  file: string
  /** How it is run. */
  run: string
  text: string
}

/** @returns undefined where a language verifies the scheme only with a library */
export type SnippetMaker = (values: SnippetValues) => Snippet | undefined

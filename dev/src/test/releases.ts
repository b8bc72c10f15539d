/** A version with the commit that it was released from. */
export interface Released {
  version: string
  commit: string
}

const RELEASE = /^## (\d+\.\d+\.\d+)\n\nCommit ([0-9a-f]{7,40})\.$/gm

/** The versions of a changelog with their commits, newest first. */
export function releasesOf(changelog: string): Released[] {
  return [...changelog.matchAll(RELEASE)].map(([, version = '', commit = '']) => ({ version, commit }))
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A dashboard as `packages/dashboard` builds it. */
export interface BuiltDashboard {
  /** The document of every page, with {@link NONCE_PLACEHOLDER} in place of each nonce. */
  template: string
  /** The directory of the assets, and their names. Each name has a hash of its content. */
  assets: { directory: string; names: ReadonlySet<string> }
}

/** Stands for the nonce in the template (`packages/dashboard/vite.config.ts`). */
export const NONCE_PLACEHOLDER = '__NONCE__'

/** Compressed copies are served in place of the file that they are made of. */
const COMPRESSED = /\.(?:br|gz)$/

/**
 * Reads a built dashboard.
 * @returns undefined when it is not built
 */
export function readBuiltDashboard(directory: string): BuiltDashboard | undefined {
  const document = path.join(directory, 'index.html')
  if (!existsSync(document)) return undefined
  const assets = path.join(directory, 'assets')
  const names = readdirSync(assets).filter((name) => !COMPRESSED.test(name))
  return {
    template: readFileSync(document, 'utf8'),
    assets: { directory: assets, names: new Set(names) },
  }
}

import path from 'node:path'

/** The root directory of this repository. */
export const ROOT = path.resolve(import.meta.dirname, '../..')

import path from 'node:path'

/** The folder of this copy of Posthorn. */
export const ROOT = path.resolve(import.meta.dirname, '../..')

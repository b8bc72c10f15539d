import path from 'node:path'
import { ROOT } from './root.ts'

/**
 * Where Node.js keeps what it has compiled, for the next start: without it, types are stripped from hundreds of files again. It
 * replaces what is kept of a file that has changed since (https://nodejs.org/api/module.html#module-compile-cache).
 */
export const COMPILE_CACHE = path.join(ROOT, 'node_modules/.cache/compile-cache')

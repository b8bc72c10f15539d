import { existsSync } from 'node:fs'
import path from 'node:path'
import { loadEnvFile } from 'node:process'
import { ROOT } from './root.ts'

/** Loads the file .env of the root, if it exists. Variables that are set already take precedence. */
export function loadEnvironmentFile(): void {
  const file = path.join(ROOT, '.env')
  if (existsSync(file)) loadEnvFile(file)
}

import { existsSync } from 'node:fs'
import path from 'node:path'
import { loadEnvFile } from 'node:process'
import { ROOT } from './root.ts'

/** Adds what the file .env in the root says, where there is one; the real environment wins. */
export function loadEnvironmentFile(): void {
  const file = path.join(ROOT, '.env')
  if (existsSync(file)) loadEnvFile(file)
}

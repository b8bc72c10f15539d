import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Environment } from '../cli.ts'
import { CliError } from './cli-error.ts'

/**
 * Opens a URL in the user's browser.
 * @throws CliError when there is none
 */
export async function openBrowser(url: string, env: Environment): Promise<void> {
  const [command, ...args] = commandFor(env)
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  try {
    await once(child, 'spawn')
  } catch (error) {
    throw new CliError(`no browser was found: open ${url}`, undefined, { cause: error })
  }
  child.unref()
}

/** `BROWSER` as other programs read it, except for lists. */
function commandFor(env: Environment): [command: string, ...args: string[]] {
  const own = env['BROWSER']
  if (own) return [own]
  if (process.platform === 'darwin') return ['open']
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return ['xdg-open']
}

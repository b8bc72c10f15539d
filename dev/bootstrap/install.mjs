import { existsSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { repairNodeShim } from './node.mjs'
import { lockOwner, tryProcessLock } from './process-lock.mjs'
import { ROOT } from './root.mjs'
import { runStep } from './run.mjs'
import { createStamp, manifests } from './stamp.mjs'

const PNPM = 'pnpm@10.34.9'
const PNPM_FILES = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.pnpmfile.cjs']
const stamp = createStamp('installed', () => [...PNPM_FILES, ...manifests()])

/** `npm install` writes this file after removing what pnpm installed: package.json lists no dependencies. */
const TRACE_OF_NPM = path.join(ROOT, 'node_modules/.package-lock.json')
/** With this file pnpm would conclude that nothing has changed. */
const STATE_OF_PNPM = path.join(ROOT, 'node_modules/.pnpm-workspace-state-v1.json')

/** Runs pnpm install unless the last one finished for the same lock file and package.json files. */
export async function installDependencies() {
  if (!isInstalled()) await withInstallLock(install)
  repairNodeShim()
}

function isInstalled() {
  return stamp.matches() && !existsSync(TRACE_OF_NPM)
}

async function install() {
  // Another process may have installed while this one waited for the lock.
  if (isInstalled()) return
  console.log(`Installing dependencies with ${PNPM}; the first time takes about half a minute.`)
  stamp.remove()
  rmSync(STATE_OF_PNPM, { force: true })
  // Independent of NODE_ENV=production, and without a prompt about old modules.
  const args = ['install', '--frozen-lockfile', '--prod=false', '--config.confirmModulesPurge=false']
  const exitCode = await runNpx(['--yes', PNPM, ...args])
  if (exitCode !== 0) {
    const sentence = 'The install failed: see above. It needs a connection to the npm registry.'
    throw Object.assign(new Error(sentence), { exitCode })
  }
  rmSync(TRACE_OF_NPM, { force: true })
  stamp.write()
}

/** Runs `work` while no other bootstrap of this directory does; also used for the generated database client. */
export async function withInstallLock(work) {
  const folder = path.join(ROOT, 'node_modules')
  const file = path.join(folder, '.posthorn-install.lock')
  mkdirSync(folder, { recursive: true })
  const lock = await waitForLock(file)
  try {
    await work()
  } finally {
    lock.release()
  }
}

async function waitForLock(file) {
  for (;;) {
    const attempt = tryProcessLock(file)
    if (attempt.held) return attempt.lock
    console.log(`Waiting for process ${attempt.owner.pid}, which installs in this directory.`)
    while (lockOwner(file) !== undefined) await sleep(300)
  }
}

function runNpx(args) {
  const npm = process.env.npm_execpath
  // npm passes its own path; when started by hand, npx is on the PATH like node.
  if (npm?.endsWith('npm-cli.js')) {
    return runStep(process.execPath, [npm, 'exec', '--yes', '--', ...args.slice(1)])
  }
  return runStep('npx', args, { shell: process.platform === 'win32' })
}

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from './root.mjs'

const NEEDED_MAJOR = 24
const SHIM_MARK = '# written by dev/bootstrap'

/** The Node from node_modules, or the running one when that is new enough. */
export function chooseNode() {
  const installed = installedNode()
  if (installed) return installed.binary
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath
  throw new Error(
    `The npm registry has no Node.js ${NEEDED_MAJOR} for ${process.platform}-${process.arch}, and this is ` +
      `${process.versions.node}: install Node.js ${NEEDED_MAJOR} or newer and run the command again.`,
  )
}

/**
 * npm puts node_modules/.bin first on the PATH, so its `node` runs this bootstrap next time. pnpm's shim is a shell that
 * exits at the first Ctrl-C, and npm would not wait for the command: this shim replaces itself by the Node process.
 * Where the Node from npm cannot run (no glibc), the shim is removed, because npm could not start anything with it.
 */
export function repairNodeShim() {
  if (process.platform === 'win32') return
  const shim = nodeShim()
  if (!existsSync(shim) || readFileSync(shim, 'utf8').includes(SHIM_MARK)) return
  const installed = installedNode()
  if (!installed || !canRun(installed.binary)) {
    rmSync(shim)
    return
  }
  const draft = `${shim}.${process.pid}`
  const target = `$(dirname "$0")/../${installed.name}/bin/node`
  writeFileSync(draft, `#!/bin/sh\n${SHIM_MARK}\nexec "${target}" "$@"\n`, { mode: 0o755 })
  renameSync(draft, shim)
}

function nodeShim() {
  return path.join(ROOT, 'node_modules/.bin/node')
}

function installedNode() {
  // Removed by repairNodeShim: this Node cannot run here.
  if (process.platform !== 'win32' && !existsSync(nodeShim())) return undefined
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
  const program = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  return Object.keys(manifest.installedByPnpm.optionalDependencies)
    .map((name) => ({ name, binary: path.join(ROOT, 'node_modules', name, program) }))
    .find(({ binary }) => existsSync(binary))
}

function canRun(binary) {
  try {
    execFileSync(binary, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

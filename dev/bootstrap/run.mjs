import { spawn } from 'node:child_process'
import { ROOT } from './root.mjs'
import { onParentGone } from './watch-parent.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a script of this repository and returns its exit code. When this process is killed, the IPC channel closes, which
 * `dev/src/stop-signals.ts` notices.
 */
export function runScript(node, script, args) {
  const child = spawn(node, [script, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  let state = 'running'
  // After a Ctrl-C npm may exit first: a second signal would make the child skip its graceful stop.
  const stopWatching = onParentGone(() => state === 'running' && child.kill('SIGTERM'))
  const onSignal = () => {
    state = 'stopping'
  }
  return exitOf(child, onSignal).finally(stopWatching)
}

/** Runs a step of the installation. A signal ends it, and with it the bootstrap. */
export async function runStep(command, args, { env = {}, quiet = false, shell = false } = {}) {
  const output = quiet ? 'pipe' : 'inherit'
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    shell,
    stdio: ['ignore', output, output],
  })
  const outputChunks = []
  child.stdout?.on('data', (chunk) => outputChunks.push(chunk))
  child.stderr?.on('data', (chunk) => outputChunks.push(chunk))
  let interrupted = false
  const stopWatching = onParentGone(() => child.kill('SIGTERM'))
  const exitCode = await exitOf(child, () => {
    interrupted = true
  }).finally(stopWatching)
  if (exitCode !== 0 && quiet) process.stderr.write(Buffer.concat(outputChunks))
  if (interrupted) throw Object.assign(new Error('Interrupted.'), { exitCode: 130 })
  return exitCode
}

// A Ctrl-C in a terminal reaches the child directly and again through npm: the child ignores the echo.
function exitOf(child, onSignal = () => {}) {
  const passOn = (signal) => {
    onSignal()
    child.kill(signal)
  }
  for (const signal of SIGNALS) process.on(signal, passOn)
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)))
  })
  return ended.finally(() => {
    for (const signal of SIGNALS) process.off(signal, passOn)
  })
}

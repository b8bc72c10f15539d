import { spawn } from 'node:child_process'
import { ROOT } from './root.mjs'
import { onParentGone } from './watch-parent.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs one of our programs to its end and returns its exit code. The IPC channel is how it learns that this
 * process was killed; `dev/src/stop-signals.ts` is the other end.
 */
export function runScript(node, script, args) {
  const child = spawn(node, [script, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  let state = 'running'
  // npm may well end before us after a Ctrl-C: told a second time, the child would hurry.
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
  const said = []
  child.stdout?.on('data', (chunk) => said.push(chunk))
  child.stderr?.on('data', (chunk) => said.push(chunk))
  let interrupted = false
  const stopWatching = onParentGone(() => child.kill('SIGTERM'))
  const exitCode = await exitOf(child, () => {
    interrupted = true
  }).finally(stopWatching)
  if (exitCode !== 0 && quiet) process.stderr.write(Buffer.concat(said))
  if (interrupted) throw Object.assign(new Error('Interrupted.'), { exitCode: 130 })
  return exitCode
}

// A Ctrl-C in a terminal reaches the child as well, and npm repeats it to us: the child has to bear the echo.
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

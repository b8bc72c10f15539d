import { readFileSync } from 'node:fs'

const POLL_MS = 500
const SHELLS = new Set(['sh', 'dash', 'bash', 'ash', 'busybox', 'zsh', 'ksh'])

/**
 * Calls back once when the npm that started this process has exited, also after kill -9. Shells between npm and this
 * process may outlive npm, so their parents are polled, too (on Linux).
 * @returns stops watching
 */
export function onParentGone(callback) {
  if (process.env.npm_lifecycle_event === undefined) return () => {}
  const ancestors = ancestorsUpToNpm()
  const timer = setInterval(() => {
    const complete = ancestors.every(({ pid, parent }) => parentOf(pid) === parent)
    if (complete) return
    clearInterval(timer)
    callback()
  }, POLL_MS)
  timer.unref()
  return () => clearInterval(timer)
}

function ancestorsUpToNpm() {
  const links = [{ pid: process.pid, parent: process.ppid }]
  for (;;) {
    const { parent } = links.at(-1)
    const found = processOnLinux(parent)
    if (!found || !SHELLS.has(found.name) || found.parent <= 1) return links
    links.push({ pid: parent, parent: found.parent })
  }
}

function parentOf(pid) {
  return pid === process.pid ? process.ppid : processOnLinux(pid)?.parent
}

function processOnLinux(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const nameEnd = stat.lastIndexOf(')')
    const [, parent] = stat.slice(nameEnd + 2).split(' ')
    return { name: stat.slice(stat.indexOf('(') + 1, nameEnd), parent: Number(parent) }
  } catch {
    return undefined
  }
}

import { execFileSync } from 'node:child_process'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

let serial = 0

/** One process at a time: see process-lock.d.mts. */
export function tryProcessLock(file) {
  const since = new Date().toISOString()
  const started = processStarted(process.pid)
  const mine = JSON.stringify({ pid: process.pid, started, since, serial: serial++ })
  for (;;) {
    if (putInPlace(file, mine)) return { held: true, lock: createLock(file, mine) }
    const found = readIfThere(file)
    if (found === undefined) continue
    const owner = liveOwner(found)
    if (owner) return { held: false, owner }
    setAside(file, found)
  }
}

/** Who holds the lock, if anybody does. */
export function lockOwner(file) {
  const found = readIfThere(file)
  return found === undefined ? undefined : liveOwner(found)
}

/**
 * When the process started, as text, or undefined when there is none. A pid alone says little: after a reboot,
 * and in a container after every start, the same pid is soon somebody else's.
 */
export function processStarted(pid) {
  try {
    if (process.platform === 'linux') return startedOnLinux(pid)
    if (process.platform !== 'win32') {
      const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
      return started.trim() || undefined
    }
    process.kill(pid, 0)
    return 'running'
  } catch {
    return undefined
  }
}

function startedOnLinux(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  // Killed, but not yet collected by its parent: in a container without an init it stays so for ever.
  if (state === 'Z' || state === 'X') return undefined
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return `${bootId} ${fields[19]}`
}

function createLock(file, mine) {
  let current = mine
  const isMine = () => readIfThere(file) === current
  return {
    markStopping() {
      if (!isMine()) return
      current = JSON.stringify({ ...JSON.parse(mine), stopping: true })
      const draft = draftName(file)
      writeFileSync(draft, current, { mode: 0o644 })
      renameSync(draft, file)
    },
    release() {
      if (isMine()) rmSync(file, { force: true })
    },
  }
}

// A link appears at once with all its content, and fails when the name is taken.
function putInPlace(file, content) {
  const draft = draftName(file)
  writeFileSync(draft, content, { mode: 0o644 })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

// Two processes may find the same stale lock: the slower one must not set aside the lock of the faster.
function setAside(file, expected) {
  const aside = draftName(file)
  try {
    renameSync(file, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  const taken = readIfThere(aside)
  if (taken !== expected && taken !== undefined) putInPlace(file, taken)
  rmSync(aside, { force: true })
}

function liveOwner(content) {
  const { pid, started, since, stopping } = parseLock(content)
  if (started === undefined || processStarted(pid) !== started) return undefined
  return { pid, stopping: stopping === true, ...(typeof since === 'string' ? { since } : {}) }
}

function parseLock(content) {
  try {
    return JSON.parse(content) ?? {}
  } catch {
    return {}
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function draftName(file) {
  return `${file}.${process.pid}-${serial++}`
}

import { execFileSync } from 'node:child_process'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

let serial = 0

/** One process at a time: see process-lock.d.mts. */
export function tryProcessLock(file) {
  const since = new Date().toISOString()
  const started = processStarted(process.pid)
  const mine = JSON.stringify({ pid: process.pid, started, since, serial: serial++ })
  for (;;) {
    if (createFile(file, mine)) return { held: true, lock: createLock(file, mine) }
    const found = readIfThere(file)
    if (found === undefined) continue
    const owner = liveOwner(found)
    if (owner) return { held: false, owner }
    removeStale(file, found)
  }
}

/** The owner of the lock, if it is held. */
export function lockOwner(file) {
  const found = readIfThere(file)
  return found === undefined ? undefined : liveOwner(found)
}

/**
 * When the process started, as text; undefined when it does not run. A pid alone does not identify a process: after a
 * reboot, and after every start of a container, pids are reused.
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
  // The second field is the program's name in parentheses, which may contain spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  // A zombie, killed but not yet reaped: in a container without an init it stays one.
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

// A link appears atomically with all its content, and fails when the name exists.
function createFile(file, content) {
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

// Two processes may find the same stale lock: the slower must not remove the new lock of the faster.
function removeStale(file, expected) {
  const aside = draftName(file)
  try {
    renameSync(file, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  const taken = readIfThere(aside)
  if (taken !== expected && taken !== undefined) createFile(file, taken)
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

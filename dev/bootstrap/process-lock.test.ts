import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockOwner, processStarted, tryProcessLock } from './process-lock.mjs'

const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/

describe('a lock held by a process', () => {
  let folder: string
  let file: string

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'posthorn-lock-'))
    file = path.join(folder, 'lock')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function take() {
    const attempt = tryProcessLock(file)
    if (!attempt.held) throw new Error('The lock was expected to be free')
    return attempt.lock
  }

  it('is held by one process at a time, and names it', () => {
    take()
    expect(tryProcessLock(file)).toEqual({
      held: false,
      owner: { pid: process.pid, stopping: false, since: expect.stringMatching(TIME) },
    })
  })

  it('is free again when released', () => {
    take().release()
    expect(lockOwner(file)).toBeUndefined()
    take()
  })

  it('says that its owner is shutting down', () => {
    take().markStopping()
    expect(lockOwner(file)).toEqual({ pid: process.pid, stopping: true, since: expect.stringMatching(TIME) })
  })

  it('can be released after that', () => {
    const lock = take()
    lock.markStopping()
    lock.release()
    expect(lockOwner(file)).toBeUndefined()
  })

  it.each([
    ['a process that has exited', { pid: 2 ** 22 + 1, started: 'then' }],
    ['a pid that belongs to another process by now', { pid: process.pid, started: 'before the reboot' }],
    ['no process', {}],
  ])('is taken over from %s', (_owner, content) => {
    writeFileSync(file, JSON.stringify(content))
    take()
    expect(lockOwner(file)?.pid).toBe(process.pid)
  })

  it('is taken over when its file is damaged', () => {
    writeFileSync(file, '{"pid":')
    expect(tryProcessLock(file).held).toBe(true)
  })

  it('does not release the lock of a successor', () => {
    const lock = take()
    const successor = JSON.stringify({ pid: process.pid, started: processStarted(process.pid), serial: -1 })
    writeFileSync(file, successor)
    lock.release()
    expect(lockOwner(file)?.pid).toBe(process.pid)
  })
})

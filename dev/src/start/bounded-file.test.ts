import { mkdtempSync, readFileSync, rmSync, unlinkSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBoundedFile } from './bounded-file.ts'

describe('a log file of bounded size', () => {
  let folder: string
  let file: string

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'posthorn-log-'))
    file = path.join(folder, 'api.log')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('appends to the file of the previous process', () => {
    openBoundedFile(file, 100).write('before\n')
    openBoundedFile(file, 100).write('after\n')
    expect(readFileSync(file, 'utf8')).toBe('before\nafter\n')
  })

  it('counts the bytes of the previous process', () => {
    openBoundedFile(file, 10).write('before, and full\n')
    openBoundedFile(file, 10).write('after\n')
    expect(readFileSync(file, 'utf8')).toBe('after\n')
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('before, and full\n')
  })

  it('renames the full file, and keeps only one', () => {
    const log = openBoundedFile(file, 10)
    for (const line of ['first line\n', 'second line\n', 'third line\n']) log.write(line)
    expect(readFileSync(file, 'utf8')).toBe('third line\n')
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('second line\n')
  })

  it('continues when the file was removed', () => {
    const log = openBoundedFile(file, 10)
    log.write('first line\n')
    unlinkSync(file)
    log.write('second line\n')
    expect(readFileSync(file, 'utf8')).toBe('second line\n')
  })

  it('continues when the file cannot be written', () => {
    const log = openBoundedFile(path.join(folder, 'missing', 'api.log'), 10)
    expect(() => log.write('lost\n')).not.toThrow()
  })
})

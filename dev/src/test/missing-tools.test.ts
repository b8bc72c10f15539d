import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { missingTools } from './missing-tools.ts'

it('a program that is not on the PATH is named with what is not tested', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tools-'))
  expect(missingTools(folder).map((line) => line.split(':')[0])).toEqual([
    'promtool',
    'helm',
    'chromium',
    'python3',
    'go',
    'javac',
    'curl',
    'systemd-analyze',
  ])
  await writeFile(path.join(folder, 'helm'), '#!/bin/sh\n')
  await chmod(path.join(folder, 'helm'), 0o755)
  expect(missingTools(folder).map((line) => line.split(':')[0])).toEqual([
    'promtool',
    'chromium',
    'python3',
    'go',
    'javac',
    'curl',
    'systemd-analyze',
  ])
  await rm(folder, { recursive: true })
})

import { expect, it } from 'vitest'
import { startChild } from '../../../harness/process/child.ts'

/** A module that prints what Node.js has loaded of itself. */
const REPORT = "data:text/javascript,process.on('exit', () => console.log(process.moduleLoadList.join()))"

it('the services load no second HTTP client, that of Node.js, which takes 30 ms and 9 MiB', async () => {
  const child = startChild(process.execPath, ['--import', REPORT, 'services/all/src/main.ts'], {})
  expect(await child.exited).toBe(1)
  // Without settings they end after their imports.
  expect(child.output()).toContain('The configuration is wrong')
  expect(child.output()).toContain('NativeModule http')
  expect(child.output()).not.toContain('internal/deps/undici/undici')
})

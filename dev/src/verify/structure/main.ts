import { globSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../root.ts'
import { crowdedDirectories } from './crowded-directories.ts'

const CODE = [
  'packages/*/src/**/*.ts',
  'services/*/src/**/*.ts',
  'dev/**/*.ts',
  'test/**/*.ts',
  'bench/**/*.ts',
]

const files = globSync(CODE, {
  cwd: ROOT,
  exclude: (file) => file.includes('node_modules') || file.includes('generated'),
}).map((file) => file.replaceAll(path.sep, '/'))

const faults = crowdedDirectories(files)
for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1

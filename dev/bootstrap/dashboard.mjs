import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { withInstallLock } from './install.mjs'
import { ROOT } from './root.mjs'
import { runStep } from './run.mjs'
import { createStamp } from './stamp.mjs'

const PACKAGE = 'packages/dashboard'
const OUTPUT = path.join(ROOT, PACKAGE, 'dist/index.html')
/** The build reads what is in these directories. */
const DIRECTORIES = [
  `${PACKAGE}/src`,
  `${PACKAGE}/build`,
  'packages/contracts/src/explanations',
  'packages/contracts/src/portal',
  'packages/contracts/src/snippets',
  'packages/portal/src',
]
const FILES = ['pnpm-lock.yaml', 'tsconfig.base.json']
const stamp = createStamp('dashboard', () => [...FILES, ...sources()])

/** Builds the dashboard unless it is built from the current sources. */
export async function buildDashboard(node) {
  if (isUpToDate()) return
  await withInstallLock(async () => {
    if (isUpToDate()) return
    console.log('Building the dashboard.')
    stamp.remove()
    const vite = path.join(ROOT, PACKAGE, 'node_modules/vite/bin/vite.js')
    const exitCode = await runStep(node, [vite, 'build', PACKAGE], { quiet: true })
    if (exitCode !== 0) throw new Error(`The dashboard could not be built from ${PACKAGE}: see above.`)
    stamp.write()
  })
}

function isUpToDate() {
  return existsSync(OUTPUT) && stamp.matches()
}

// The tests beside the sources change nothing in the build.
function sources() {
  const configuration = filesIn(PACKAGE, { recursive: false }).filter((file) =>
    /\.(?:ts|json|html)$/.test(file),
  )
  const code = DIRECTORIES.flatMap((directory) => filesIn(directory, { recursive: true }))
  return [...configuration, ...code.filter((file) => !/\.test\.tsx?$/.test(file))]
}

function filesIn(directory, { recursive }) {
  return readdirSync(path.join(ROOT, directory), { recursive, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
}

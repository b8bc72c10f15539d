import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../root.ts'
import { runProgram } from '../run-program.ts'
import { listenForStop } from '../stop-signals.ts'
import { type Released, releasesOf } from './releases.ts'

const HELP = `Usage: npm run test:upgrade [-- <Vitest options>]

Upgrades a running Posthorn under load from each version in CHANGELOG.md to this code, process by process, and back. Takes the
code of the versions out of the history of this repository, and installs their packages.`

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) {
  console.log(HELP)
} else {
  process.exit(await testUpgrades())
}

async function testUpgrades(): Promise<number> {
  const releases = releasesOf(readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8'))
  const found = releases.filter(isInHistory)
  for (const { version, commit } of releases.filter((release) => !found.includes(release))) {
    console.log(
      `Left out: version ${version}, because its commit ${commit} is not in this clone (git fetch --unshallow).`,
    )
  }
  if (found.length === 0) return 0
  const { stop } = listenForStop()
  return runProgram({
    script: path.join(ROOT, 'dev/src/test/main.ts'),
    args: ['--project', 'upgrade', ...args],
    env: { TEST_RELEASES: JSON.stringify(found) },
    stop,
  })
}

function isInHistory({ commit }: Released): boolean {
  return spawnSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: ROOT }).status === 0
}

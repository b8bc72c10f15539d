import { once } from 'node:events'
import { createCleanupStack } from '@posthorn/runtime'
import { optionsTakenByNpm, readCommandLine } from '../command-line.ts'
import { loadEnvironmentFile } from '../environment-file.ts'
import { listenForStop } from '../stop-signals.ts'
import { explain } from '../user-error.ts'
import { readConfig, VARIABLE_NAMES } from './config.ts'
import { HELP } from './help.ts'
import { launch } from './launch.ts'
import { createProgress } from './progress.ts'

const progress = createProgress(console.log)

/** Runs until it is stopped; returns the exit code. */
async function start(): Promise<number> {
  const cleanup = createCleanupStack({ error: ({ err }) => progress.say(explain(err)) })
  const { stop, hurry } = listenForStop()
  stop.addEventListener('abort', () => {
    progress.say('\nStopping. Press Ctrl-C again to stop without waiting for work in progress.')
  })

  let exitCode = 0
  try {
    const config = readConfig(process.env)
    await launch({ config, progress, cleanup, signal: stop, hurry })
    if (!stop.aborted) await once(stop, 'abort')
  } catch (error) {
    if (!stop.aborted) {
      exitCode = 1
      console.error(`\n${explain(error)}`)
    }
  }
  await cleanup.run()
  if (exitCode === 0) progress.say('Stopped. The next start uses the same data.')
  return exitCode
}

const commandLine = readCommandLine(process.argv.slice(2), {}, HELP)
const swallowed = optionsTakenByNpm(process.env, VARIABLE_NAMES)
if (commandLine.exitCode !== undefined) {
  process.exitCode = commandLine.exitCode
} else if (swallowed.length > 0) {
  console.error(`npm start takes no options, got ${swallowed.join(', ')}.\n\n${HELP}`)
  process.exitCode = 1
} else {
  loadEnvironmentFile()
  process.exit(await start())
}

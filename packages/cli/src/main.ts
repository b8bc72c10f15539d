import { homedir } from 'node:os'
import type { Cli } from './cli.ts'
import { run } from './run.ts'

const cli: Cli = {
  env: process.env,
  homeDirectory: homedir(),
  input: process.stdin,
  output: process.stdout,
  notes: process.stderr,
  now: () => new Date(),
  random: Math.random,
}

// The reader of a pipe, such as head, has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await run(cli, process.argv.slice(2))

/**
 * The parent process of one PostgreSQL server. It runs in its own session, out of reach of a Ctrl-C in the terminal, and
 * stops the server when its standard input closes, which also happens when its caller is killed.
 */
import { spawn } from 'node:child_process'
import { KeeperCommand } from './keeper-command.ts'

const SMART_MS = 5_000
const FAST_MS = 20_000

const { command, args, user, env } = KeeperCommand.parse(JSON.parse(process.argv[2] ?? ''))
const server = spawn(command, args, { ...user, env, cwd: '/', stdio: ['ignore', 'inherit', 'inherit'] })

let state: 'running' | 'stopping' = 'running'

/** SIGTERM waits for clients, SIGINT disconnects them, SIGQUIT exits without a checkpoint and recovers at the next start. */
function stop(): void {
  if (state === 'stopping') return
  state = 'stopping'
  server.kill('SIGTERM')
  setTimeout(hurry, SMART_MS)
}

function hurry(): void {
  state = 'stopping'
  server.kill('SIGINT')
  setTimeout(() => server.kill('SIGQUIT'), FAST_MS)
}

server.once('exit', (code) => process.exit(code ?? 1))
server.once('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`)
  process.exit(1)
})
process.stdin.on('data', (chunk) => (chunk.includes('hurry') ? hurry() : stop()))
process.stdin.on('end', stop)
process.stdin.on('error', stop)
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)

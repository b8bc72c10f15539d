import { createServer } from 'node:net'
import { findFreePort } from '../postgres/free-port.ts'
import type { Config } from './config.ts'

const PORT_NAMES = ['API_PORT', 'INGEST_PORT', 'WORKER_PORT', 'RECEIVER_PORT'] as const
type PortName = (typeof PORT_NAMES)[number]

/** The demo's receiver prints what it gets, so it listens on this machine only. */
export const RECEIVER_HOST = '127.0.0.1'

/** The receiver's port, unless it is taken or RECEIVER_PORT is set. */
export const RECEIVER_PORT_STANDARD = 8083

/** The configuration with the receiver's port set. */
export type ConfigWithPorts = Config & { RECEIVER_PORT: number }

/** When its standard port is taken, the demo's receiver uses a free one. */
export async function settleReceiverPort(config: Config): Promise<ConfigWithPorts> {
  if (config.RECEIVER_PORT !== undefined) return { ...config, RECEIVER_PORT: config.RECEIVER_PORT }
  const isOurs = PORT_NAMES.some((name) => config[name] === RECEIVER_PORT_STANDARD)
  const isFree = !isOurs && (await listenError(RECEIVER_HOST, RECEIVER_PORT_STANDARD)) === ''
  return { ...config, RECEIVER_PORT: isFree ? RECEIVER_PORT_STANDARD : await findFreePort() }
}

export type PortProblem = { name: PortName; host: string; port: number; code: string }

/** The ports that cannot be listened on at the moment. */
export async function findPortProblems(config: ConfigWithPorts): Promise<PortProblem[]> {
  const checks = PORT_NAMES.map(async (name) => {
    const host = name === 'RECEIVER_PORT' ? RECEIVER_HOST : config.HOST
    const port = config[name]
    return { name, host, port, code: await listenError(host, port) }
  })
  return (await Promise.all(checks)).filter(({ code }) => code !== '')
}

/** What is wrong with the ports and what to do; undefined when nothing is. */
export function portsSentence(config: Config, problems: readonly PortProblem[]): string | undefined {
  const [other] = problems.filter(({ code }) => code !== 'EADDRINUSE')
  if (other) return listenSentence(other)
  const [first] = problems
  if (!first) return undefined
  const choice = `${problems.map(({ name, port }) => `${name}=${suggestPort(config, port)}`).join(' ')} npm start`
  if (problems.length === 1) {
    const where = `Port ${first.port} on ${first.host}`
    return `${where} is taken by another program. Stop it, or choose another: ${choice}`
  }
  const where = describePorts(problems)
  return `Ports ${where} are taken by other programs. Stop them, or choose others: ${choice}`
}

/** Two programs of Posthorn on one port. */
export function sharedPortSentence(config: Config): string | undefined {
  for (const [index, name] of PORT_NAMES.entries()) {
    const twin = PORT_NAMES.slice(index + 1).find(
      (later) => config[later] !== undefined && config[later] === config[name],
    )
    if (twin) return `${name} and ${twin} are both ${config[name]}: each needs its own port.`
  }
  return undefined
}

function describePorts(problems: readonly PortProblem[]): string {
  const hosts = [...new Set(problems.map(({ host }) => host))]
  const onHost = (host: string) => {
    const ports = problems.filter((problem) => problem.host === host).map(({ port }) => port)
    return `${ports.join(', ')} on ${host}`
  }
  return hosts.map(onHost).join(' and ')
}

function listenSentence({ name, host, port, code }: PortProblem): string {
  if (code === 'EACCES') return `Port ${port} (${name}) requires root: choose a port from 1024 on.`
  if (code === 'EADDRNOTAVAIL') return `HOST: ${host} is not an address of this machine.`
  return `HOST: cannot listen on ${host}, port ${port} (${code}).`
}

function suggestPort(config: Config, port: number): number {
  const used = new Set(PORT_NAMES.map((name) => config[name]))
  const step = port > 60_000 ? -1_000 : 1_000
  let suggestion = port + step
  while (used.has(suggestion)) suggestion += step
  return suggestion
}

async function listenError(host: string, port: number): Promise<string> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(port, host, () => server.close(() => resolve('')))
  })
}

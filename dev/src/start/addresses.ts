import { isIPv6 } from 'node:net'
import { type ConfigWithPorts, RECEIVER_HOST } from './ports.ts'

export type Addresses = { api: string; ingest: string; worker: string; receiver: string }

/** URLs of the services on this machine. HOST may be a wildcard address, which cannot be connected to. */
export function localAddresses(config: ConfigWithPorts): Addresses {
  const reachable = { '0.0.0.0': '127.0.0.1', '::': '::1' }[config.HOST] ?? config.HOST
  const host = isIPv6(reachable) ? `[${reachable}]` : reachable
  return {
    api: `http://${host}:${config.API_PORT}`,
    ingest: `http://${host}:${config.INGEST_PORT}`,
    worker: `http://${host}:${config.WORKER_PORT}`,
    receiver: `http://${RECEIVER_HOST}:${config.RECEIVER_PORT}`,
  }
}

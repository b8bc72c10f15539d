import type { PublishedEvent, RelayList } from '@posthorn/contracts'
import type { RunningPosthorn, Tenant } from '../posthorn.ts'
import { type Receiver, startReceiver } from '../receiver.ts'
import { waitUntil } from '../wait-until.ts'
import { cliOf } from './cli-of.ts'
import type { CliOptions, CliUser, RunningCli } from './run-cli.ts'

/** A developer with a tenant, a local server and the command line. */
export interface Developer {
  tenant: Tenant
  user: CliUser
  server: Receiver
  /** Starts `posthorn listen --json` for the local server, and waits until it is connected. */
  listen(args?: readonly string[], options?: CliOptions): Promise<RunningCli>
  /** Publishes an event; its data is a JSON text. */
  publish(data?: string, type?: string): Promise<PublishedEvent>
  /** The relays of the tenant. */
  relays(): Promise<RelayList['data']>
  close(): Promise<void>
}

/** What a listener reports of a delivery that it has forwarded. */
export interface ReportedResult {
  deliveryId: string
  eventId: string
  eventType: string
  number: number
  url: string
  statusCode?: number
  errorCode?: string
}

/** @param options.url of a proxy between the command line and the API */
export async function createDeveloper(
  posthorn: RunningPosthorn,
  { respond, url }: { respond?: Parameters<typeof startReceiver>[0]; url?: string } = {},
): Promise<Developer> {
  const tenant = await posthorn.createTenant()
  const user = await cliOf(posthorn, tenant, url === undefined ? {} : { url })
  const server = await startReceiver(respond)
  return {
    tenant,
    user,
    server,
    async listen(args = ['--forward-to', `${server.url}/hooks?from=posthorn`], options = {}) {
      const cli = user.start(['listen', '--json', ...args], options)
      await cli.waitFor('ready')
      return cli
    },
    async publish(data = '{}', type = 'order.paid') {
      const body = `{"type":"${type}","data":${data}}`
      const reply = await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, body)
      if (reply.status !== 202) throw new Error(`POST events: ${reply.status} ${reply.text}`)
      return reply.body
    },
    relays: async () => (await posthorn.api.get<RelayList>(`${tenant.path}/relays`)).body.data,
    async close() {
      await user.close()
      await server.close()
    },
  }
}

/** Waits until no listener is connected to a relay of the tenant. */
export function waitForNoListener(developer: Developer, deadlineMs?: number): Promise<unknown> {
  return waitUntil(
    'no listener to be connected',
    async () => (await developer.relays()).every(({ connections }) => connections.length === 0),
    deadlineMs,
  )
}

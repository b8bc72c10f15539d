import { inject } from 'vitest'
import { type Posthorn, type PosthornOptions, startPosthorn } from '../posthorn.ts'
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.ts'

/** Posthorn with a proxy before its PostgreSQL, with which a test makes it unavailable. */
export interface ProxiedPosthorn extends Posthorn {
  /** Passes everything again when Posthorn is stopped. */
  proxy: TcpProxy
}

export async function startProxiedPosthorn(
  options: Omit<PosthornOptions, 'database' | 'databaseUrl'> = {},
): Promise<ProxiedPosthorn> {
  const { hostname, port } = new URL(inject('postgresUrl'))
  const proxy = await startTcpProxy({ host: hostname, port: Number(port) })
  const posthorn = await startPosthorn({
    ...options,
    databaseUrl: (url) => Object.assign(new URL(url), { host: `127.0.0.1:${proxy.port}` }).href,
  })
  return {
    ...posthorn,
    proxy,
    async stop() {
      await proxy.pass()
      await posthorn.stop()
      await proxy.close()
    },
  }
}

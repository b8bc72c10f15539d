// Loaded into an API by a test: the process dies after it has carried out a request with an Idempotency-Key and
// before it stores the reply, as in a power failure.
import { Client } from 'pg'

const query = Reflect.get(Client.prototype, 'query') as (...args: unknown[]) => unknown

function dying(this: Client, ...args: unknown[]): unknown {
  const [statement] = args as [string | { name?: string }]
  if (typeof statement === 'object' && statement.name === 'store-reply') {
    process.kill(process.pid, 'SIGKILL')
    return new Promise(() => {})
  }
  return Reflect.apply(query, this, args)
}

Reflect.set(Client.prototype, 'query', dying)

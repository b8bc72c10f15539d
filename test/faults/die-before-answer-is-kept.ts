// Loaded before an API by a test: the process dies when it has done what a request with an Idempotency-Key asks for, and
// has not yet kept the answer, as if the machine had been switched off.
import { Client } from 'pg'

const query = Reflect.get(Client.prototype, 'query') as (...args: unknown[]) => unknown

function dying(this: Client, ...args: unknown[]): unknown {
  const [statement] = args as [string | { name?: string }]
  if (typeof statement === 'object' && statement.name === 'keep-answer') {
    process.kill(process.pid, 'SIGKILL')
    return new Promise(() => {})
  }
  return Reflect.apply(query, this, args)
}

Reflect.set(Client.prototype, 'query', dying)

// Loaded into a worker by a test: the process dies after it has detached a partition and before it drops it.
import { Client } from 'pg'

const query = Reflect.get(Client.prototype, 'query') as (...args: unknown[]) => unknown
let hasDetached = false

function dying(this: Client, ...args: unknown[]): unknown {
  const [statement] = args as [string | { name?: string }]
  const name = typeof statement === 'object' ? statement.name : undefined
  if (name === 'detach-partition') hasDetached = true
  if (hasDetached && name === 'drop-detached-partition') {
    process.kill(process.pid, 'SIGKILL')
    return new Promise(() => {})
  }
  return Reflect.apply(query, this, args)
}

Reflect.set(Client.prototype, 'query', dying)

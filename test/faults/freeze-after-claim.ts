// Loaded into a worker by a test: the process stops, as with SIGSTOP, right after it claims its first delivery and
// before it sends anything. When it resumes, its monotonic clock is a minute later.
import { Client } from 'pg'

const FROZEN_MS = 60_000

const client = Client.prototype
const query = Reflect.get(client, 'query') as (...args: unknown[]) => unknown
/** The connections that have claimed something: others commit as well. */
const claiming = new WeakSet<Client>()

function freezing(this: Client, ...args: unknown[]): unknown {
  const [statement] = args as [string | { name?: string }]
  if (typeof statement === 'object' && statement.name === 'admit-deliveries') claiming.add(this)
  const queried = Reflect.apply(query, this, args) as Promise<unknown>
  if (!claiming.has(this) || statement !== 'COMMIT') return queried
  Reflect.set(client, 'query', query)
  return queried.then((result) => {
    const clock = performance.now.bind(performance)
    performance.now = () => clock() + FROZEN_MS
    process.kill(process.pid, 'SIGSTOP')
    return result
  })
}

Reflect.set(client, 'query', freezing)

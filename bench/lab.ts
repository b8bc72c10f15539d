import { setTimeout as sleep } from 'node:timers/promises'
import type { CreatedEndpoint, CreatedKey, Source } from '@posthorn/contracts'
import { created } from './created.ts'
import { type Load, type LoadResult, startLoad } from './load/load.ts'
import type { LoadCommand } from './load/messages.ts'
import { type MeasuredPosthorn, type PosthornOptions, startPosthorn } from './posthorn.ts'
import type { Profile } from './profile.ts'
import { type Receivers, startReceivers } from './receivers/receivers.ts'
import { type Form, formsOf, type ServiceName, WORKING_TREE } from './version.ts'
import { openCleanupStack } from './workspace.ts'

export const TENANT = '/v1/tenants/bench'

/** The environment of a scenario, not shared with others and removed afterwards. */
export interface Lab {
  profile: Profile
  queue: 'redis' | 'postgres'
  /** Those of the measured version. */
  forms: readonly Form[]
  posthorn(services: readonly ServiceName[]): Promise<BenchTenant>
  receivers(count: number, options?: { delayMs?: number }): Promise<Receivers>
  load(command: LoadCommand): Promise<LoadResult>
  /** Prints progress. */
  say: (line: string) => void
  /** Waits for so long, or rejects at once when the run is interrupted. */
  pause: (seconds: number) => Promise<void>
  /** Waits, and prints progress. */
  until: (what: string, reached: () => number, goal: number) => Promise<void>
}

/** A Posthorn installation with one tenant. */
export interface BenchTenant extends MeasuredPosthorn {
  /** A key with the role `publish`. */
  key: string
  eventsUrl: string
  endpoint(body: object): Promise<CreatedEndpoint>
  source(body: object): Promise<Source>
}

export interface LabOptions extends Omit<PosthornOptions, 'cleanup' | 'services'> {
  profile: Profile
  say: (line: string) => void
  stop: AbortSignal
}

const POLL_MS = 10
const SAY_MS = 5000
/** Waiting fails after this long without progress. */
const SILENCE_MS = 60_000

/** Runs `work` with a lab, then stops everything in it. */
export async function withLab<Result>(
  options: LabOptions,
  work: (lab: Lab) => Promise<Result>,
): Promise<Result> {
  const cleanup = openCleanupStack()
  const { say } = options
  let load: Load | undefined
  let started = 0
  const lab: Lab = {
    profile: options.profile,
    queue: options.queue,
    forms: formsOf(options.version ?? WORKING_TREE),
    say,
    async posthorn(services) {
      started += 1
      const name = `${options.name}_${started}`
      return setUpTenant(await startPosthorn({ ...options, name, services, cleanup }))
    },
    async receivers(count, more) {
      const receivers = await startReceivers(count, more)
      cleanup.add('receivers', () => receivers.stop())
      return receivers
    },
    async load(command) {
      load ??= startLoad()
      let saidAtMs = performance.now()
      return load.run(command, (replied) => {
        if (performance.now() < saidAtMs + SAY_MS) return
        saidAtMs = performance.now()
        say(`${replied} replied`)
      })
    },
    pause: (seconds) => sleep(seconds * 1000, undefined, { signal: options.stop }),
    until: (what, reached, goal) => until({ what, reached, goal, say, stop: options.stop }),
  }
  try {
    return await work(lab)
  } finally {
    await load?.stop()
    await cleanup.run()
  }
}

async function setUpTenant(posthorn: MeasuredPosthorn): Promise<BenchTenant> {
  const { api } = posthorn
  await created(api.put(TENANT, {}))
  const { key } = await created<CreatedKey>(api.post(`${TENANT}/keys`, { role: 'publish' }))
  return {
    ...posthorn,
    key,
    eventsUrl: `${posthorn.apiUrl}${TENANT}/events`,
    endpoint: (body) => created<CreatedEndpoint>(api.post(`${TENANT}/endpoints`, body)),
    source: (body) => created<Source>(api.post(`${TENANT}/sources`, body)),
  }
}

async function until({
  what,
  reached,
  goal,
  say,
  stop,
}: {
  what: string
  reached: () => number
  goal: number
  say: (line: string) => void
  stop: AbortSignal
}): Promise<void> {
  let last = { count: reached(), atMs: performance.now() }
  let saidAtMs = performance.now()
  while (last.count < goal) {
    stop.throwIfAborted()
    await new Promise((resolve) => {
      setTimeout(resolve, POLL_MS)
    })
    const now = performance.now()
    if (reached() > last.count) last = { count: reached(), atMs: now }
    if (now > last.atMs + SILENCE_MS)
      throw new Error(`${what}: ${last.count} of ${goal}, and no more progress`)
    if (now < saidAtMs + SAY_MS) continue
    saidAtMs = now
    say(`${what}: ${last.count} of ${goal}`)
  }
}

/** What a page watches. */
export type LiveTopic = 'events' | 'deliveries' | 'requests' | 'endpoints' | 'jobs' | 'audit'

/** How a tab learns of changes. */
export type LiveState = 'connecting' | 'live' | 'polling'

/** What has changed: topics with the ids that are known, or everything. */
export interface LiveChange {
  /** Read again what is shown, whatever it is. */
  isResync: boolean
  topics: Partial<Record<LiveTopic, { ids: string[]; isMore: boolean }>>
}

const TOPICS: Record<string, LiveTopic> = {
  event: 'events',
  delivery: 'deliveries',
  request: 'requests',
  endpoint: 'endpoints',
  job: 'jobs',
}

export const RESYNC: LiveChange = { isResync: true, topics: {} }

interface Hints {
  hints: { kind: string; id: string }[]
  many: string[]
}

/**
 * The change that an event of the stream is about.
 * @returns undefined for one that changes nothing, or is of a later version
 */
export function changeOf(name: string | undefined, data: string): LiveChange | undefined {
  if (name === 'resync') return RESYNC
  if (name !== 'changed') return undefined
  const { hints, many } = JSON.parse(data) as Hints
  const change: LiveChange = { isResync: false, topics: {} }
  const of = (kind: string) => {
    const topic = TOPICS[kind]
    if (topic === undefined) return undefined
    change.topics[topic] ??= { ids: [], isMore: false }
    return change.topics[topic]
  }
  for (const { kind, id } of hints) of(kind)?.ids.push(id)
  for (const kind of many) {
    const changed = of(kind)
    if (changed !== undefined) changed.isMore = true
  }
  return change
}

/** Whether a change concerns a query: its topic and, for that of one object, its id. */
export function concerns(
  { isResync, topics }: LiveChange,
  { topic, id }: { topic: LiveTopic; id?: string | undefined },
): boolean {
  const changed = topics[topic]
  if (isResync) return true
  if (changed === undefined) return false
  return id === undefined || changed.isMore || changed.ids.includes(id)
}

/** More objects than a page shows: then it does not matter which have changed. */
const IDS_MAX = 200

/** Both changes in one. */
export function joined(one: LiveChange, other: LiveChange): LiveChange {
  const topics = { ...one.topics }
  for (const [name, { ids, isMore }] of Object.entries(other.topics)) {
    const topic = name as LiveTopic
    const before = topics[topic]
    const all = [...(before?.ids ?? []), ...ids]
    const hasMany = isMore || before?.isMore === true || all.length > IDS_MAX
    topics[topic] = { ids: hasMany ? [] : all, isMore: hasMany }
  }
  return { isResync: one.isResync || other.isResync, topics }
}

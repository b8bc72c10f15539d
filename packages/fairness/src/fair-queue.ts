export interface FairQueueOptions<Item> {
  /** What it costs to serve an item, in a unit of the caller's: 1, bytes, rows. More than 0. Default: 1. */
  costOf?: (item: Item) => number
  /** Cost that a key may use in one round. Default: 1. */
  quantum?: number
}

/** A queued item and its key. */
export interface Queued<Item> {
  key: string
  item: Item
}

interface Backlog<Item> {
  key: string
  /** Items before the others, the next one last: they were taken, and could not be served. */
  returned: Item[]
  /** A set, so that one item can be taken out of the middle. It keeps the order of arrival. */
  items: Set<Item>
  /** Unused quanta of the key. */
  deficit: number
}

/**
 * A queue for each key, served by deficit round robin (Shreedhar and Varghese, "Efficient fair queueing using deficit
 * round robin", 1996): however many items one key has, or however much each of them costs, the other keys get equal parts.
 * Within a key: first in, first out. An item that is there already is not queued again.
 */
export class FairQueue<Item> {
  readonly #costOf: (item: Item) => number
  readonly #quantum: number
  readonly #backlogs = new Map<string, Backlog<Item>>()
  /** The keys that have items, in the order in which they are served: the first is next. */
  readonly #ring = new Set<Backlog<Item>>()
  #size = 0

  constructor({ costOf = () => 1, quantum = 1 }: FairQueueOptions<Item> = {}) {
    this.#costOf = costOf
    this.#quantum = quantum
  }

  /** Items of all keys. */
  get size(): number {
    return this.#size
  }

  /** The keys that have items. */
  get keys(): string[] {
    return [...this.#backlogs.keys()]
  }

  /** Items of one key. */
  sizeOf(key: string): number {
    const backlog = this.#backlogs.get(key)
    return backlog === undefined ? 0 : sizeOf(backlog)
  }

  /** Queues an item behind those of its key. */
  add(key: string, item: Item): void {
    const backlog = this.#backlogs.get(key) ?? this.#createBacklog(key)
    if (isIn(backlog, item)) return
    backlog.items.add(item)
    this.#size += 1
  }

  /** Queues an item before those of its key: one that was taken, and could not be served yet. */
  addFirst(key: string, item: Item): void {
    const backlog = this.#backlogs.get(key) ?? this.#createBacklog(key)
    if (isIn(backlog, item)) return
    backlog.returned.push(item)
    this.#size += 1
  }

  /** Takes an item out of the queue, wherever it stands. False when it is not there. */
  remove(key: string, item: Item): boolean {
    const backlog = this.#backlogs.get(key)
    if (backlog === undefined || !isIn(backlog, item)) return false
    if (!backlog.items.delete(item)) backlog.returned.splice(backlog.returned.lastIndexOf(item), 1)
    this.#size -= 1
    if (sizeOf(backlog) === 0) this.#drop(backlog)
    return true
  }

  /**
   * Takes the item that is served next.
   * @param mayServe whether a key may be served now; the others keep their turn and their items
   * @returns undefined when no item may be served
   */
  next(mayServe: (key: string) => boolean = () => true): Queued<Item> | undefined {
    for (;;) {
      const short: Backlog<Item>[] = []
      for (let turns = this.#ring.size; turns > 0; turns -= 1) {
        const [backlog] = this.#ring
        if (backlog === undefined) return undefined
        if (mayServe(backlog.key)) {
          const cost = this.#nextCost(backlog)
          if (backlog.deficit < cost) backlog.deficit += this.#quantum
          if (backlog.deficit >= cost) return this.#serve(backlog, cost)
          short.push(backlog)
        }
        this.#moveToEnd(backlog)
      }
      if (short.length === 0) return undefined
      this.#skipRounds(short)
    }
  }

  /** Takes the first item, and ends the key's turn when its deficit is too small for another. */
  #serve(backlog: Backlog<Item>, cost: number): Queued<Item> {
    const item = nextOf(backlog)
    backlog.deficit -= cost
    this.remove(backlog.key, item)
    if (sizeOf(backlog) > 0 && backlog.deficit < this.#nextCost(backlog)) this.#moveToEnd(backlog)
    return { key: backlog.key, item }
  }

  /** Adds the quanta of the rounds in which none of these keys can be served. */
  #skipRounds(short: readonly Backlog<Item>[]): void {
    const rounds = short.map((backlog) =>
      Math.ceil((this.#nextCost(backlog) - backlog.deficit) / this.#quantum),
    )
    const skipped = Math.min(...rounds) - 1
    for (const backlog of short) backlog.deficit += skipped * this.#quantum
  }

  #nextCost(backlog: Backlog<Item>): number {
    return this.#costOf(nextOf(backlog))
  }

  #createBacklog(key: string): Backlog<Item> {
    const backlog: Backlog<Item> = { key, returned: [], items: new Set(), deficit: 0 }
    this.#backlogs.set(key, backlog)
    this.#ring.add(backlog)
    return backlog
  }

  #moveToEnd(backlog: Backlog<Item>): void {
    this.#ring.delete(backlog)
    this.#ring.add(backlog)
  }

  #drop(backlog: Backlog<Item>): void {
    this.#backlogs.delete(backlog.key)
    this.#ring.delete(backlog)
  }
}

function sizeOf({ returned, items }: Backlog<unknown>): number {
  return returned.length + items.size
}

function isIn<Item>({ returned, items }: Backlog<Item>, item: Item): boolean {
  return items.has(item) || returned.includes(item)
}

/** The next item of a backlog that has some. */
function nextOf<Item>({ returned, items }: Backlog<Item>): Item {
  if (returned.length > 0) return returned[returned.length - 1] as Item
  const [item] = items
  return item as Item
}

import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSchemaChecker, type SchemaChecker } from './schema-checker.ts'

vi.setConfig({ testTimeout: 60_000 })

const MIB = 1024 * 1024
const STRINGS = JSON.stringify({ items: { type: 'string' } })
/** The longest schema that an event type may have, with a rule for each of many properties. */
const LARGE = JSON.stringify({
  properties: Object.fromEntries(
    Array.from({ length: 1_400 }, (_none, n) => [`property-${n}`, { type: 'integer', minimum: n }]),
  ),
})
const bytes = (text: string) => Buffer.from(text)

describe('createSchemaChecker', () => {
  let checker: SchemaChecker | undefined
  const created = (options?: { taskMsMax: number }) => (checker = createSchemaChecker(options))
  afterEach(() => checker?.close())

  /** The CPU time that this thread spends in the longest turn of its event loop, in milliseconds. */
  async function longestTurnMs(work: () => Promise<unknown>): Promise<number> {
    let longestMs = 0
    let startedAt = process.threadCpuUsage()
    const turn = setInterval(() => {
      const { user, system } = process.threadCpuUsage(startedAt)
      longestMs = Math.max(longestMs, (user + system) / 1000)
      startedAt = process.threadCpuUsage()
    })
    await work()
    clearInterval(turn)
    return longestMs
  }

  it('returns the issues of data, and of a schema', async () => {
    const { issuesInData, issuesInSchema } = created()
    expect(await issuesInData('a', { schema: STRINGS, data: bytes('["x",1]') })).toEqual([
      { path: 'data.1', message: 'expected a string' },
    ])
    expect(await issuesInData('a', { schema: STRINGS, data: bytes('["x"]') })).toEqual([])
    expect(await issuesInSchema('', STRINGS)).toEqual([])
    expect(await issuesInSchema('', '{"required":"a"}')).toEqual([
      { path: 'schema.required', message: 'expected an array' },
    ])
  })

  it('copies the data, also from a larger buffer', async () => {
    const body = bytes('{"data":["x",1]}')
    const data = body.subarray(8, 15)
    expect(await created().issuesInData('a', { schema: STRINGS, data })).toHaveLength(1)
    expect(body.toString()).toBe('{"data":["x",1]}')
  })

  it('returns the issues of its own data to each of many concurrent calls', async () => {
    const { issuesInData } = created()
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_none, n) =>
        issuesInData(`tenant-${n % 3}`, {
          schema: STRINGS,
          data: bytes(JSON.stringify([...Array(n).fill('x'), 1])),
        }),
      ),
    )
    expect(answers.map(([issue]) => issue?.path)).toEqual(answers.map((_none, n) => `data.${n}`))
  })

  it.each<[name: string, schema: string, data: string]>([
    ['a schema is compiled', LARGE, '{"property-1":1e0}'],
    ['numbers are read with all their digits', STRINGS, `[${'0,'.repeat(MIB / 2)}1e999]`],
    ['a mebibyte is no date', '{"format":"date-time"}', `"${'t'.repeat(MIB)}"`],
  ])('lets the event loop turn while %s', async (_name, schema, data) => {
    const { issuesInData } = created()
    const sent = bytes(data)
    await issuesInData('a', { schema: STRINGS, data: bytes('[]') })
    expect(await longestTurnMs(() => issuesInData('a', { schema, data: sent }))).toBeLessThan(50)
  })

  it('fails the task that ends its thread, and continues with the others', async () => {
    const { issuesInData } = created()
    const all = ['["x"]', '[', '[1]', '["x"]'].map((data) =>
      issuesInData('a', { schema: STRINGS, data: bytes(data) }),
    )
    const results = await Promise.allSettled(all)
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
    await expect(all[1]).rejects.toThrow('the thread that checks data against schemas has ended')
    await expect(all[2]).resolves.toHaveLength(1)
  })

  it('fails a task that takes too long', async () => {
    const { issuesInData } = created({ taskMsMax: 1 })
    await expect(issuesInData('a', { schema: LARGE, data: bytes('{}') })).rejects.toThrow('has ended')
  })

  it('fails waiting and later tasks when it is closed', async () => {
    const { issuesInData, close } = created()
    const tasks = Array.from({ length: 20 }, () => issuesInData('a', { schema: LARGE, data: bytes('{}') }))
    const results = Promise.allSettled(tasks)
    await close()
    expect((await results).map(({ status }) => status)).toEqual(tasks.map(() => 'rejected'))
    await expect(issuesInData('a', { schema: LARGE, data: bytes('{}') })).rejects.toThrow(
      'schema checker is closed',
    )
  })

  it('does not let data wait for schemas of the catalogue', async () => {
    const { issuesInData, issuesInSchema } = created()
    const order: string[] = []
    const check = async (name: string, issues: Promise<unknown>) => {
      await issues
      order.push(name)
    }
    const data = () => issuesInData('a', { schema: STRINGS, data: bytes('["x"]') })
    await Promise.all([data(), issuesInSchema('', STRINGS)])
    await Promise.all([
      ...Array.from({ length: 2 }, () => check('schema', issuesInSchema('', LARGE))),
      check('data', data()),
    ])
    expect(order[0]).toBe('data')
  })

  it('lets a tenant wait for few slow checks of another, however small their data', async () => {
    const { issuesInData } = created()
    const slow = JSON.stringify({ items: { allOf: Array.from({ length: 100 }, () => ({ minimum: 0 })) } })
    const order: string[] = []
    const check = async (key: string, schema: string, data: string) => {
      await issuesInData(key, { schema, data: bytes(data) })
      order.push(key)
    }
    const checkSlow = () => check('busy', slow, `[${'0,'.repeat(2000)}0]`)
    await checkSlow()
    await Promise.all([...Array.from({ length: 8 }, checkSlow), check('other', STRINGS, '["x"]')])
    expect(order.indexOf('other')).toBeLessThan(4)
  })

  it('serves tenants in turn', async () => {
    const { issuesInData } = created()
    const order: string[] = []
    const checkLarge = async (key: string) => {
      await issuesInData(key, { schema: STRINGS, data: bytes(`["${'x'.repeat(MIB)}"]`) })
      order.push(key)
    }
    await Promise.all([...Array.from({ length: 10 }, () => checkLarge('busy')), checkLarge('other')])
    expect(order.indexOf('other')).toBeLessThan(4)
  })
})

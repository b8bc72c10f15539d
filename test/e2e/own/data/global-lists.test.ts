import type { EventTypeDetail, Page, Tenant } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import { followList } from '../../../harness/follow-list.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'

const PATH = '/v1/event-types'

/** Lists of all tenants and event types: those of other test files would be in them. */
let posthorn: Posthorn
beforeAll(async () => {
  posthorn = await startPosthorn({ services: ['api'] })
})
afterAll(() => posthorn.stop())

describe('lists show the newest first and each exactly once while more are added:', () => {
  it('tenants', async () => {
    const add = (number: number) => posthorn.api.put<Tenant>(`/v1/tenants/listed-${number}`, {})
    await Promise.all(Array.from({ length: 12 }, (_none, number) => add(number)))
    const { body } = await posthorn.api.get<Page<Tenant>>('/v1/tenants?limit=250')

    let added = 100
    const pages = await followList(posthorn.api, '/v1/tenants', 5, () => add(added++))

    expect(pages.flat()).toEqual(body.data.map(({ id }) => id))
    const times = body.data.map(({ createdAt }) => createdAt)
    expect(times).toEqual(times.toSorted().toReversed())
    expect(new Set(pages.flat()).size).toBe(body.data.length)
  })
})

describe('the list of event types', () => {
  const namesOn = async (query: string) => {
    const { body } = await posthorn.api.get<Page<EventTypeDetail>>(`${PATH}${query}`)
    return { names: body.data.map(({ name }) => name), nextCursor: body.nextCursor }
  }

  it('shows the newest first and each exactly once while more are added', async () => {
    // Created at once, so that some have the same time.
    await Promise.all(
      Array.from({ length: 12 }, (_none, index) => posthorn.api.post(PATH, { name: `t-${index}` })),
    )
    const { names } = await namesOn('?limit=250')
    expect(names.toSorted()).toEqual(Array.from({ length: 12 }, (_none, index) => `t-${index}`).toSorted())

    const seen: string[] = []
    let cursor: string | null = ''
    for (let added = 0; cursor !== null; added++) {
      const page = await namesOn(`?limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`)
      seen.push(...page.names)
      cursor = page.nextCursor
      await posthorn.api.post(PATH, { name: `later-${added}` })
    }
    expect(seen).toEqual(names)
  })

  it('is filtered by archived', async () => {
    await posthorn.api.post(PATH, { name: 'old', archived: true })
    await posthorn.api.post(PATH, { name: 'new' })

    expect((await namesOn('?archived=true')).names).toEqual(['old'])
    const { names } = await namesOn('?archived=false')
    expect(names).toContain('new')
    expect(names).not.toContain('old')
    expect(await posthorn.api.get(`${PATH}?archived=1`)).toEqual(
      problem(400, 'invalid_request', 'archived: expected one of "true", "false"', [
        { path: 'archived', message: 'expected one of "true", "false"' },
      ]),
    )
  })

  it('refuses the cursor of another list', async () => {
    await posthorn.createTenant()
    await posthorn.createTenant()
    const { body } = await posthorn.api.get<Page<unknown>>('/v1/tenants?limit=1')
    expect(await posthorn.api.get(`${PATH}?cursor=${body.nextCursor}`)).toEqual(
      problem(400, 'invalid_cursor', 'The cursor does not belong to this list. Use its nextCursor.', [
        { path: 'cursor', message: 'expected the nextCursor of this list' },
      ]),
    )
  })
})

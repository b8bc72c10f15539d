import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDeveloper, type Developer, type ReportedResult } from '../../../harness/cli/listening.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const IN_FLIGHT_MAX = 25

describe('several listeners of posthorn', () => {
  const posthorn = sharedPosthorn()
  let developer: Developer
  let release: () => void
  let released: Promise<void> | undefined
  beforeEach(async () => {
    released = undefined
    developer = await createDeveloper(posthorn, {
      respond: () => ({ status: 200, ...(released !== undefined && { after: released }) }),
    })
  })
  afterEach(() => developer.close())

  const hold = () => {
    released = new Promise((resolve) => {
      release = resolve
    })
  }
  const target = () => ['--forward-to', developer.server.url]
  const eventIdsOf = (results: readonly ReportedResult[]) => results.map(({ eventId }) => eventId)

  it('are refused under the same name: the reply names the one that listens (exit code 1)', async () => {
    const first = await developer.listen(target())
    const { code, stderr } = await developer.user.run(['listen', ...target()])
    expect(code).toBe(1)
    expect(stderr).toContain(`${first.pid}`)
    expect(stderr).toContain('--take-over')
    await developer.publish()
    await first.waitFor('result')
  })

  it('end the first with --take-over (exit code 0), and every event arrives', async () => {
    const first = await developer.listen(target())
    const before = await developer.publish()
    await first.waitFor('result')
    const second = await developer.listen([...target(), '--take-over'])
    expect(await first.exited).toMatchObject({ code: 0 })
    expect(first.reported('superseded')).toHaveLength(1)
    const after = await developer.publish()
    await second.waitFor('result')
    expect(
      eventIdsOf(
        developer.server.received.map(({ headers }) => ({ eventId: headers['webhook-id'] }) as never),
      ),
    ).toEqual([before.id, after.id])
  })

  it('divide the events with --share: each goes to one of them', async () => {
    const [first, second] = [
      await developer.listen([...target(), '--share']),
      await developer.listen([...target(), '--share']),
    ]
    hold()
    const events = []
    for (let number = 0; number < IN_FLIGHT_MAX; number += 1) events.push(await developer.publish())
    await developer.server.waitFor(IN_FLIGHT_MAX)
    release()
    await developer.tenant.settled(IN_FLIGHT_MAX)
    const all = [...first.reported<ReportedResult>('result'), ...second.reported<ReportedResult>('result')]
    expect(eventIdsOf(all).toSorted()).toEqual(events.map(({ id }) => id).toSorted())
  })

  it('get a copy of each event under different names', async () => {
    const [first, second] = [
      await developer.listen([...target(), '--name', 'first']),
      await developer.listen([...target(), '--name', 'second']),
    ]
    const { id } = await developer.publish()
    for (const cli of [first, second])
      expect(eventIdsOf(await cli.waitFor<ReportedResult>('result'))).toEqual([id])
  })

  it('have up to 25 events in flight at the local server, and not one more', async () => {
    const cli = await developer.listen(target())
    hold()
    const events = []
    for (let number = 0; number < IN_FLIGHT_MAX + 10; number += 1) events.push(await developer.publish())
    await developer.server.waitFor(IN_FLIGHT_MAX)
    await waitUntil('the others to wait', async () => {
      const [relay] = await developer.relays()
      return relay?.waiting === 10
    })
    expect(developer.server.received).toHaveLength(IN_FLIGHT_MAX)
    release()
    await developer.tenant.settled(events.length)
    expect(new Set(eventIdsOf(cli.reported<ReportedResult>('result')))).toEqual(
      new Set(events.map(({ id }) => id)),
    )
  })
})

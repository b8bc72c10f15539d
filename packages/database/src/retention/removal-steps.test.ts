import { describe, expect, it } from 'vitest'
import { type BoundedPartition, removalSteps } from './removal-steps.ts'

const NOW = 5

/** A partition of the weeks from one number up to another, which is named after its table and its end. */
function partition(table: BoundedPartition['table'], from: number, to: number): BoundedPartition {
  return {
    table,
    name: `${table}_${to}`,
    from: from === 0 ? '' : String(from),
    to: String(to),
    isExpired: to <= NOW,
  }
}

function stepsOf(partitions: BoundedPartition[]): string[] {
  return removalSteps(partitions).map(({ kind, partition: { name } }) => `${kind} ${name}`)
}

describe('the removal of partitions', () => {
  it('removes attempts before their deliveries, and these before their events', () => {
    const week = (['requests', 'events', 'deliveries', 'attempts'] as const).map((table) =>
      partition(table, 4, 5),
    )
    expect(stepsOf(week)).toEqual([
      'cancel deliveries_5',
      'detach attempts_5',
      'detach deliveries_5',
      'delete_ids events_5',
      'cancel_replays events_5',
      'detach events_5',
      'detach requests_5',
    ])
  })

  it('cancels first, then completes one week before the next', () => {
    const weeks = [partition('events', 4, 5), partition('deliveries', 3, 4), partition('deliveries', 4, 5)]
    expect(stepsOf(weeks)).toEqual([
      'cancel deliveries_4',
      'cancel deliveries_5',
      'detach deliveries_4',
      'detach deliveries_5',
      'delete_ids events_5',
      'cancel_replays events_5',
      'detach events_5',
    ])
  })

  it('keeps a partition that has not expired', () => {
    expect(stepsOf([partition('requests', 5, 6), partition('events', 5, 6)])).toEqual([])
  })

  it('keeps events and attempts as long as a longer partition has their deliveries', () => {
    const first = [partition('attempts', 0, 3), partition('events', 0, 3), partition('events', 3, 4)]
    expect(stepsOf([...first, partition('deliveries', 0, 6)])).toEqual([])
    expect(stepsOf([...first, partition('deliveries', 0, 5)])).toEqual([
      'cancel deliveries_5',
      'detach attempts_3',
      'detach deliveries_5',
      'delete_ids events_3',
      'delete_ids events_4',
      'cancel_replays events_3',
      'cancel_replays events_4',
      'detach events_3',
      'detach events_4',
    ])
  })

  it('removes the events and attempts that an interrupted removal left behind', () => {
    expect(
      stepsOf([partition('attempts', 2, 3), partition('events', 2, 3), partition('deliveries', 4, 7)]),
    ).toEqual(['detach attempts_3', 'delete_ids events_3', 'cancel_replays events_3', 'detach events_3'])
  })
})

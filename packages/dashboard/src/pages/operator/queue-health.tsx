import { useQuery } from '@tanstack/react-query'
import { Badge } from '../../components/display/badge.tsx'
import { Card } from '../../components/display/card.tsx'
import { Fact, Facts } from '../../components/display/facts.tsx'
import { queueQuery } from '../../data/managing/tenants.ts'
import { problemOf } from '../../data/problem.ts'

/** Whether workers and the queue serve the tenants. */
export function QueueHealth() {
  const { data, error } = useQuery(queueQuery)
  const sum = (of: 'waiting' | 'delayed') => data?.shards.reduce((total, shard) => total + shard[of], 0) ?? 0
  return (
    <Card
      title="Workers and queue"
      aside={error !== null && <Badge tone="bad">{problemOf(error).title}</Badge>}
    >
      <Facts>
        <Fact name="Worker">
          {data === undefined ? (
            '–'
          ) : (
            <Badge tone={data.isWorkerConnected ? 'ok' : 'bad'} hasDot>
              {data.isWorkerConnected ? 'Connected' : 'None connected'}
            </Badge>
          )}
        </Fact>
        <Fact name="Shards">{data?.shards.length ?? '–'}</Fact>
        <Fact name="Jobs that wait for a worker">
          {data === undefined ? '–' : sum('waiting').toLocaleString('en')}
        </Fact>
        <Fact name="Jobs that are due later">
          {data === undefined ? '–' : sum('delayed').toLocaleString('en')}
        </Fact>
      </Facts>
    </Card>
  )
}

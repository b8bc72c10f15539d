import { useQuery } from '@tanstack/react-query'
import { Badge } from '../../../components/display/badge.tsx'
import { Card } from '../../../components/display/card.tsx'
import { Loading } from '../../../components/states/loading.tsx'
import { ErrorState } from '../../../components/states/states.tsx'
import { queueQuery } from '../../../data/managing/tenants.ts'

const CELL = 'border-t border-line px-4 py-2.5'

/** Whether a worker is connected, and the jobs of each shard. */
export function QueueShards() {
  const { data, error, refetch } = useQuery(queueQuery)
  const worker = data !== undefined && (
    <Badge tone={data.isWorkerConnected ? 'ok' : 'bad'} hasDot>
      {data.isWorkerConnected ? 'Worker connected' : 'No worker connected'}
    </Badge>
  )
  return (
    <Card title="Workers and queue" aside={worker} isFlush>
      {data === undefined && error === null && <Loading label="Loading the queue" />}
      {data === undefined && error !== null && (
        <ErrorState error={error} what="queue" onRetry={() => void refetch()} />
      )}
      {data !== undefined && (
        <table aria-label="Shards of the queue" className="tabular w-full text-sm">
          <thead>
            <tr className="text-xs text-faint">
              <th scope="col" className="h-8 px-4 text-left font-medium">
                Shard
              </th>
              <th scope="col" className="px-4 text-right font-medium">
                Waiting <span className="max-sm:hidden">for a worker</span>
              </th>
              <th scope="col" className="px-4 text-right font-medium">
                Due later
              </th>
            </tr>
          </thead>
          <tbody>
            {data.shards.map(({ shard, waiting, delayed }) => (
              <tr key={shard}>
                <td className={`${CELL} font-mono text-xs`}>{shard}</td>
                <td className={`${CELL} text-right`}>{waiting.toLocaleString('en')}</td>
                <td className={`${CELL} text-right text-muted`}>{delayed.toLocaleString('en')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Badge } from '../../../components/display/badge.tsx'
import { Card } from '../../../components/display/card.tsx'
import { Fact, Facts } from '../../../components/display/facts.tsx'
import { Loading } from '../../../components/states/loading.tsx'
import { ErrorState } from '../../../components/states/states.tsx'
import { metaQuery, readinessQuery } from '../../../data/managing/health.ts'
import { PageHeader } from '../../../shell/page-header.tsx'
import { OperatorShell } from '../operator-shell.tsx'
import { QueueShards } from './queue-shards.tsx'
import { Waiting } from './waiting.tsx'

export function HealthPage() {
  return (
    <OperatorShell>
      <PageHeader title="Health" />
      <div className="space-y-4">
        <Dependencies />
        <QueueShards />
        <Waiting />
        <ThisPosthorn />
      </div>
    </OperatorShell>
  )
}

const NAMES: Record<string, string> = { postgresql: 'PostgreSQL', queue: 'Queue', redis: 'Redis' }
const READINESS = {
  ready: { tone: 'ok', text: 'Ready' },
  not_ready: { tone: 'bad', text: 'Not ready' },
  stopping: { tone: 'warn', text: 'Stopping' },
} as const

/** What the API depends on, as it finds it. */
function Dependencies() {
  const { data, error, refetch } = useQuery(readinessQuery)
  if (error !== null) {
    return (
      <Card title="API">
        <ErrorState error={error} what="state" onRetry={() => void refetch()} />
      </Card>
    )
  }
  if (data === undefined) {
    return (
      <Card title="API">
        <Loading label="Loading the state of the API" />
      </Card>
    )
  }
  const { tone, text } = READINESS[data.status]
  return (
    <Card
      title="API"
      aside={
        <Badge tone={tone} hasDot>
          {text}
        </Badge>
      }
    >
      <Facts>
        {Object.entries(data.checks).map(([name, state]) => (
          <Fact key={name} name={NAMES[name] ?? name}>
            <Badge tone={state === 'up' ? 'ok' : 'bad'} hasDot>
              {state === 'up' ? 'Up' : 'Down'}
            </Badge>
          </Fact>
        ))}
      </Facts>
      <p className="mt-4 text-xs text-faint">
        Ingest and workers have the same at their own <code className="font-mono">/readyz</code>.
      </p>
    </Card>
  )
}

function ThisPosthorn() {
  const { data, error } = useQuery(metaQuery)
  if (error !== null) return null
  const retention = data?.retentionDays
  return (
    <Card title="This Posthorn">
      <Facts>
        <Fact name="Version">{data?.version ?? '–'}</Fact>
        <Fact name="Records are kept for">
          {retention === undefined ? '–' : retention === 0 ? 'ever' : `${retention} days`}
        </Fact>
        <Fact name="Endpoints over http">
          {data === undefined ? '–' : data.features.httpEndpoints ? 'accepted' : 'refused'}
        </Fact>
      </Facts>
    </Card>
  )
}

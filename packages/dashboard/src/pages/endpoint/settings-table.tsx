import type { ReactNode } from 'react'
import { CodeView } from '../../components/code/code-view.tsx'
import { Card } from '../../components/display/card.tsx'
import type { Endpoint } from '../../data/endpoints.ts'
import { toScheduleText } from './form/schedule-text.ts'

/** The settings, for those who may only read them. */
export function SettingsTable({ endpoint }: { endpoint: Endpoint }) {
  const rows: [name: string, value: ReactNode][] = [
    endpoint.transport === 'relay' ? ['Relay', endpoint.relayName] : ['URL', endpoint.url],
    ['Event types', endpoint.eventTypes.join(', ')],
    ['Timeout', `${endpoint.timeoutSeconds} s`],
    ['Retries', toScheduleText(endpoint.retrySchedule) || 'none'],
    ['Retry on', endpoint.retryOn],
    [
      'Rate limit',
      endpoint.rateLimitPerSecond === null ? 'none' : `${endpoint.rateLimitPerSecond} per second`,
    ],
    ['Requests in flight', `at most ${endpoint.maxInFlight}`],
    ['Body', endpoint.payloadFormat],
    ['Signatures', endpoint.signatures.join(', ')],
    ['Custom headers', Object.keys(endpoint.headers).join(', ') || 'none'],
  ]
  return (
    <Card title="Settings">
      <dl className="divide-y divide-line">
        {rows.map(([name, value]) => (
          <div key={name} className="grid gap-x-6 py-2 text-sm sm:grid-cols-[12rem_minmax(0,1fr)]">
            <dt className="text-muted">{name}</dt>
            <dd className="font-mono text-xs leading-5 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 space-y-4">
        {endpoint.filter !== null && <CodeView label="Filter" text={JSON.stringify(endpoint.filter)} />}
        {Object.keys(endpoint.metadata).length > 0 && (
          <CodeView label="Metadata" text={JSON.stringify(endpoint.metadata)} />
        )}
      </div>
    </Card>
  )
}

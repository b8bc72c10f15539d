import { useQuery } from '@tanstack/react-query'
import { formatBytes } from '../../components/code/format-bytes.ts'
import { Card } from '../../components/display/card.tsx'
import { CopyLine } from '../../components/display/copy-line.tsx'
import { DateTime } from '../../components/display/date-time.tsx'
import { Fact, Facts } from '../../components/display/facts.tsx'
import { Id } from '../../components/display/id.tsx'
import { providersQuery } from '../../data/providers.ts'
import type { Source } from '../../data/sources.ts'
import { SetupSteps } from '../source-form/setup-steps.tsx'

/** The ingest URL, what it is for, and how the source is set. */
export function SourceSummary({ source }: { source: Source }) {
  const { data: providers } = useQuery(providersQuery)
  const provider = providers?.find(({ name }) => name === source.provider)
  const { id, ingestUrl, eventTypePrefix, createdAt } = source
  return (
    <Card>
      <div className="space-y-5 pt-3">
        <div>
          <h2 className="mb-1.5 text-xs text-faint">Ingest URL</h2>
          <CopyLine label="Copy the ingest URL" text={ingestUrl} />
        </div>
        <Facts>
          <Fact name="Provider">{provider?.title ?? source.provider}</Fact>
          <Fact name="Source">
            <Id id={id} isShort />
          </Fact>
          <Fact name="Event types">
            <span className="font-mono text-xs">{eventTypePrefix === '' ? '*' : `${eventTypePrefix}.*`}</span>
          </Fact>
          <Fact name="Limits">{limitsOf(source)}</Fact>
          <Fact name="Created">
            <DateTime at={createdAt} />
          </Fact>
        </Facts>
        {provider !== undefined && (
          <details className="group border-t border-line pt-3">
            <summary className="w-fit rounded text-sm font-medium text-muted hover:text-ink">
              Setup at {provider.title}
            </summary>
            <div className="pt-3">
              <SetupSteps provider={provider} />
            </div>
          </details>
        )}
      </div>
    </Card>
  )
}

function limitsOf({ allowCidrs, rateLimitPerSecond, bodyMaxBytes }: Source): string {
  const limits = [
    rateLimitPerSecond === null ? [] : [`${rateLimitPerSecond} requests a second`],
    bodyMaxBytes === null ? [] : [`${formatBytes(bodyMaxBytes)} a body`],
    allowCidrs === null ? [] : [`only from ${allowCidrs.join(', ')}`],
  ].flat()
  return limits.length === 0 ? 'None' : limits.join(', ')
}

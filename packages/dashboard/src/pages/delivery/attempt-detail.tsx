import { CodeView } from '../../components/code/code-view.tsx'
import { Card } from '../../components/display/card.tsx'
import { DateTime } from '../../components/display/date-time.tsx'
import { AttemptOutcome } from '../../components/display/delivery-status.tsx'
import { HeaderTable } from '../../components/display/header-table.tsx'
import { Id } from '../../components/display/id.tsx'
import type { Attempt, Delivery } from '../../data/deliveries.ts'
import { CopyAsCurl } from './copy-as-curl.tsx'
import { PhaseBar } from './phase-bar.tsx'

/** The request that was made, and its reply. */
export function AttemptDetail(props: { tenant: string; delivery: Delivery; attempt: Attempt }) {
  const { attempt } = props
  return (
    <>
      <Card
        title={`Attempt ${attempt.number}`}
        aside={
          <span className="flex flex-wrap items-center justify-end gap-2">
            <Id id={attempt.id} isShort />
            {!attempt.expired && <CopyAsCurl {...props} />}
          </span>
        }
      >
        <div className="space-y-4">
          <p className="flex min-w-0 items-center gap-2 rounded-md bg-sunken px-3 py-2 font-mono text-xs">
            <span className="font-semibold text-faint">POST</span>
            <span className="min-w-0 break-all">
              {attempt.url ??
                (attempt.via === 'relay' ? 'To the listener of a relay' : 'The URL is unknown.')}
            </span>
          </p>
          {attempt.address != null && (
            <p className="text-xs text-faint">
              Connected to <span className="font-mono">{attempt.address}</span>
            </p>
          )}
          <PhaseBar phases={attempt.phases} />
          <p className="text-xs text-faint">
            Started <DateTime at={attempt.startedAt} isExact />
          </p>
        </div>
      </Card>
      {attempt.expired ? (
        <Card title="Request and reply">
          <p className="text-sm text-muted">
            Headers and body were removed: by a person, or after their retention period.
          </p>
        </Card>
      ) : (
        <>
          <Card
            title="Reply"
            aside={<AttemptOutcome statusCode={attempt.statusCode} errorCode={attempt.errorCode} />}
          >
            <Reply attempt={attempt} />
          </Card>
          <Card title="Request headers">
            <HeaderTable headers={attempt.requestHeaders} label="Request headers" />
          </Card>
        </>
      )}
    </>
  )
}

function Reply({ attempt }: { attempt: Attempt }) {
  if (attempt.responseHeaders === null) return <p className="text-sm text-muted">There was no reply.</p>
  return (
    <div className="space-y-4">
      <CodeView
        label="Reply body"
        text={attempt.responseBody ?? ''}
        isTruncated={attempt.responseBodyTruncated}
      />
      <HeaderTable headers={attempt.responseHeaders} label="Reply headers" />
    </div>
  )
}

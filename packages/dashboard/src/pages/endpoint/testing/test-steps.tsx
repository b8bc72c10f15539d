import { explainAttempt } from '@posthorn/contracts/explanations'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Send } from 'lucide-react'
import { Button } from '../../../components/actions/button.tsx'
import { AttemptOutcome } from '../../../components/display/delivery-status.tsx'
import { Id } from '../../../components/display/id.tsx'
import { attemptsQuery } from '../../../data/deliveries.ts'
import { sendTest } from '../../../data/endpoints/endpoint-changes.ts'
import { problemOf } from '../../../data/problem.ts'
import { formatMs } from '../../../preferences/format-time.ts'
import { Step } from './step.tsx'

const WATCH_MS = 400

/** Sends a test event, and shows each step until its attempt has a result. */
export function TestSteps({ tenant, endpointId }: { tenant: string; endpointId: string }) {
  const test = useMutation({ mutationFn: () => sendTest(tenant, endpointId) })
  const sent = test.data
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-muted">
          A <code className="font-mono text-xs">posthorn.test</code> event goes to this endpoint only, at
          once.
        </p>
        <Button
          kind={sent === undefined ? 'solid' : 'outline'}
          icon={<Send size={14} aria-hidden />}
          isBusy={test.isPending}
          onClick={() => test.mutate()}
        >
          {sent === undefined ? 'Send a test event' : 'Send another'}
        </Button>
      </div>
      {test.error !== null && (
        <p role="alert" className="text-sm text-bad">
          {problemOf(test.error).message}
        </p>
      )}
      {sent !== undefined && <Watch key={sent.deliveryId} tenant={tenant} {...sent} />}
    </div>
  )
}

function Watch({ tenant, eventId, deliveryId }: { tenant: string; eventId: string; deliveryId: string }) {
  const { data, error } = useQuery({
    ...attemptsQuery(tenant, deliveryId),
    refetchInterval: ({ state }) => (state.data?.data.length ? false : WATCH_MS),
  })
  const attempt = data?.data.at(-1)
  const isGood = attempt?.result === 'succeeded'
  const cause = attempt === undefined ? undefined : explainAttempt(attempt)
  return (
    <ol
      aria-label="Steps of the test"
      aria-live="polite"
      className="rounded-md border border-line bg-sunken px-4 py-3"
    >
      <Step state="done" title="Event stored">
        <Id id={eventId} isShort />
      </Step>
      <Step state={attempt === undefined ? 'active' : 'done'} title="Request sent">
        {attempt === undefined
          ? error === null
            ? 'A worker takes it, and waits for the reply of your receiver.'
            : problemOf(error).message
          : `${formatMs(attempt.durationMs)} until its result`}
      </Step>
      <Step
        state={attempt === undefined ? 'open' : isGood ? 'done' : 'failed'}
        title={attempt === undefined ? 'Reply' : isGood ? 'Accepted' : (cause?.title ?? 'Failed')}
        isLast
      >
        {attempt !== undefined && (
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <AttemptOutcome statusCode={attempt.statusCode} errorCode={attempt.errorCode} />
            {!isGood && <span>{cause?.fix}</span>}
            <Link
              to="/t/$tenant/deliveries/$id"
              params={{ tenant, id: deliveryId }}
              className="font-medium text-accent hover:underline"
            >
              Request and reply
            </Link>
          </span>
        )}
      </Step>
    </ol>
  )
}

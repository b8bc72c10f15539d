import { CircleCheck, CircleX } from 'lucide-react'
import { CodeView } from '../../components/code/code-view.tsx'
import { Badge } from '../../components/display/badge.tsx'
import { DateTime } from '../../components/display/date-time.tsx'
import { Fact, Facts } from '../../components/display/facts.tsx'
import { causeTitle } from '../../components/display/request-outcome.tsx'
import type { Verification } from '../../data/sources.ts'
import { clockDifferenceText } from './clock-difference.ts'
import { HintList } from './hint-list.tsx'

/** Whether a request would be accepted, what is probably wrong with it, and what the signature covers. */
export function VerificationResult({ tenant, result }: { tenant: string; result: Verification }) {
  const { verified, hints, signedBytes } = result
  return (
    <div className="space-y-4">
      <div className="flex gap-3">
        <span aria-hidden className="mt-0.5">
          {verified ? (
            <CircleCheck size={18} className="text-ok-mark" />
          ) : (
            <CircleX size={18} className="text-bad-mark" />
          )}
        </span>
        <div className="min-w-0">
          <p className="font-semibold">
            {verified ? 'The source would accept it' : 'The source would reject it'}
          </p>
          <p className="mt-0.5 text-sm break-words text-muted">
            {verified ? madeOf(result) : reasonOf(result)}
          </p>
        </div>
      </div>
      <HintList tenant={tenant} hints={hints} />
      <VerificationFacts result={result} />
      {signedBytes != null && (
        <div>
          <CodeView label="Signed bytes" text={signedBytes.text} isTruncated={signedBytes.truncated} />
          <p className="mt-1.5 text-xs text-muted">
            The signature covers these {signedBytes.length.toLocaleString('en')} bytes. Compare them with what
            the sender signs: one character more or less makes another signature.
          </p>
        </div>
      )}
    </div>
  )
}

function reasonOf({ cause, detail }: Verification): string {
  return [cause == null ? undefined : `${causeTitle(cause)}.`, detail].filter(Boolean).join(' ')
}

function madeOf({ handshake, event, eventCount }: Verification): string {
  if (handshake) return 'It sets the webhook up: it is answered, and makes no event.'
  if (event == null) return 'Its signature matches.'
  return eventCount > 1
    ? `It would become ${eventCount} events, the first of the type ${event.type}.`
    : `It would become an event of the type ${event.type}.`
}

function VerificationFacts({ result }: { result: Verification }) {
  const { signedAt, clockDifferenceSeconds, secretsTried, matchedSecret } = result
  return (
    <Facts>
      <Fact name="Keys tried">
        {secretsTried}
        {matchedSecret != null && (
          <>
            {' '}
            <Badge tone="ok">no. {matchedSecret.position + 1} matches</Badge>
          </>
        )}
      </Fact>
      {signedAt != null && (
        <Fact name="Signed time">
          <DateTime at={signedAt} />
        </Fact>
      )}
      {clockDifferenceSeconds != null && (
        <Fact name="Clock difference">{clockDifferenceText(clockDifferenceSeconds)}</Fact>
      )}
    </Facts>
  )
}

import { REQUEST_CAUSE_EXPLANATIONS } from '@posthorn/contracts/explanations'

/** What verifications on this machine and on the server have in common. */
export interface DescribedVerification {
  verified: boolean
  /** The API leaves out what does not apply, or sends null. */
  cause?: string | null
  detail?: string | null
  event?: { type: string; id: string | null } | null
  hints: readonly { message: string; confirmed: boolean }[]
}

const EXPLANATIONS: Readonly<Record<string, { title: string; explanation: string; fix: string }>> =
  REQUEST_CAUSE_EXPLANATIONS

/** The verdict in words, and what to do. */
export function describeVerification({
  verified,
  cause,
  detail,
  event,
  hints,
}: DescribedVerification): string {
  if (verified) {
    if (event == null) return 'Verified'
    return `Verified: ${event.type}${event.id === null ? '' : `, id ${event.id}`}`
  }
  const known = cause == null ? undefined : EXPLANATIONS[cause]
  const why = [known?.title ?? cause, detail ?? known?.explanation].filter((part) => part != null).join('. ')
  const lines = hints.map(({ message, confirmed }) => `  ${confirmed ? 'Found' : 'Possible'}: ${message}`)
  return [
    `Not verified: ${why}`,
    ...(lines.length > 0 ? lines : known === undefined ? [] : [`  ${known.fix}`]),
  ].join('\n')
}

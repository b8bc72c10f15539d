import { z } from 'zod'

const SEVERITIES = ['info', 'low', 'moderate', 'high', 'critical'] as const
/** From here on an advisory fails the audit. */
const SEVERITY_MIN: (typeof SEVERITIES)[number] = 'moderate'

/** What `pnpm audit --json` prints of a vulnerability. */
const Advisory = z.object({
  module_name: z.string(),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  url: z.string(),
  github_advisory_id: z.string(),
  findings: z.array(z.object({ version: z.string() })),
})
export type Advisory = z.infer<typeof Advisory>

export const AuditReport = z.object({ advisories: z.record(z.string(), Advisory) })
export type AuditReport = z.infer<typeof AuditReport>

/** An advisory that does not matter here, why, and until when that holds. */
export const AuditException = z.strictObject({
  id: z.string().regex(/^GHSA(?:-[0-9a-z]{4}){3}$/),
  reason: z.string().min(20),
  expires: z.iso.date(),
})
export type AuditException = z.infer<typeof AuditException>

export interface AuditVerdict {
  /** Vulnerabilities that fail the audit. */
  failed: Advisory[]
  /** Those that an exception covers. */
  excepted: Advisory[]
  /** Exceptions that ran out while their advisory is still there. */
  expired: AuditException[]
  /** Exceptions that cover nothing any more. */
  unused: AuditException[]
}

/** @param today as YYYY-MM-DD: an exception holds through its last day */
export function judgeAudit(
  { advisories }: AuditReport,
  exceptions: readonly AuditException[],
  today: string,
): AuditVerdict {
  const serious = Object.values(advisories).filter(
    ({ severity }) => SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(SEVERITY_MIN),
  )
  const exceptionOf = ({ github_advisory_id: id }: Advisory) => exceptions.find((each) => each.id === id)
  const isCovered = (advisory: Advisory) => (exceptionOf(advisory)?.expires ?? '') >= today
  const needed = new Set(serious.map(exceptionOf))
  return {
    failed: serious.filter((advisory) => !isCovered(advisory)),
    excepted: serious.filter(isCovered),
    expired: exceptions.filter((each) => needed.has(each) && each.expires < today),
    unused: exceptions.filter((each) => !needed.has(each)),
  }
}

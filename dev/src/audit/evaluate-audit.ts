import { z } from 'zod'

const SEVERITIES = ['info', 'low', 'moderate', 'high', 'critical'] as const
/** The lowest severity that fails the audit. */
const SEVERITY_MIN: (typeof SEVERITIES)[number] = 'moderate'

/** A vulnerability in the output of `pnpm audit --json`. */
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

/** An accepted advisory, with the reason and an expiry date. */
export const AuditException = z.strictObject({
  id: z.string().regex(/^GHSA(?:-[0-9a-z]{4}){3}$/),
  reason: z.string().min(20),
  expires: z.iso.date(),
})
export type AuditException = z.infer<typeof AuditException>

export interface AuditResult {
  /** Vulnerabilities that fail the audit. */
  failed: Advisory[]
  /** Vulnerabilities covered by an exception. */
  excepted: Advisory[]
  /** Expired exceptions whose advisory still applies. */
  expired: AuditException[]
  /** Exceptions that cover no current advisory. */
  unused: AuditException[]
}

/** @param today as YYYY-MM-DD; an exception is valid through its expiry date */
export function evaluateAudit(
  { advisories }: AuditReport,
  exceptions: readonly AuditException[],
  today: string,
): AuditResult {
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

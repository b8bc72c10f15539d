import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { ROOT } from '../root.ts'
import { type Advisory, AuditException, AuditReport, evaluateAudit } from './evaluate-audit.ts'

const EXCEPTIONS_FILE = 'dev/src/audit/exceptions.json'
const PNPM = 'pnpm@10.34.9'
const AUDIT_MS_MAX = 120_000

const HELP = `Usage: npm run audit

Checks the packages that run in production for known vulnerabilities, with "pnpm audit --prod". Fails for moderate severity
and above. When the registry does not answer, it prints that nothing was audited and exits with 0.

${EXCEPTIONS_FILE} lists accepted advisories, each with its id (GHSA-…), the reason and its expiry date
(YYYY-MM-DD): {"id": "GHSA-aaaa-bbbb-cccc", "reason": "…", "expires": "2027-01-31"}`

/** Runs pnpm: a report, or an error of the registry. */
function runPnpmAudit(): { report: AuditReport } | { problem: string } {
  const { stdout, error } = spawnSync('npx', ['--yes', PNPM, 'audit', '--prod', '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: AUDIT_MS_MAX,
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error !== undefined) return { problem: error.message }
  const printed = parsed(stdout)
  const report = AuditReport.safeParse(printed)
  if (report.success) return { report: report.data }
  const refused = z.object({ error: z.object({ message: z.string() }) }).safeParse(printed)
  if (refused.success) return { problem: refused.data.error.message }
  if (printed === undefined) return { problem: 'pnpm printed no report' }
  // Not treated as an unavailable registry: the audit would silently stop working.
  throw new Error('pnpm audit printed a report of an unknown form', { cause: report.error })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function audit(): number {
  const exceptions = z
    .array(AuditException)
    .parse(JSON.parse(readFileSync(path.join(ROOT, EXCEPTIONS_FILE), 'utf8')))
  const audited = runPnpmAudit()
  if ('problem' in audited) {
    console.log(`Not audited: the registry returned no report: ${audited.problem}`)
    return 0
  }
  const today = new Date().toISOString().slice(0, 10)
  const { failed, excepted, expired, unused } = evaluateAudit(audited.report, exceptions, today)
  for (const each of failed) console.log(`✘ ${describe(each)}`)
  for (const each of excepted) console.log(`  excepted: ${describe(each)}`)
  for (const { id, expires } of expired) console.log(`✘ the exception for ${id} expired on ${expires}`)
  for (const { id } of unused) console.log(`  the exception for ${id} covers no current advisory: remove it`)
  console.log(
    failed.length === 0
      ? 'No known vulnerability of moderate severity or above in production.'
      : `${failed.length} known vulnerabilities. Update the packages, or add an exception to ${EXCEPTIONS_FILE}.`,
  )
  return failed.length === 0 ? 0 : 1
}

function describe({ module_name: name, findings, severity, title, url }: Advisory): string {
  const versions = [...new Set(findings.map(({ version }) => version))].join(', ')
  return `${name} ${versions}: ${severity}: ${title} (${url})`
}

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) console.log(HELP)
else process.exit(audit())

import { BROKEN_GUARANTEES, type BrokenGuaranteeKind, type GuaranteeCheck } from './guarantees.ts'
import type { Injected } from './journal.ts'
import type { ChaosOptions } from './options.ts'
import { type Reconciliation, VIOLATIONS, type ViolationKind } from './reconcile.ts'

export interface Report {
  options: ChaosOptions
  /** False when the run was interrupted, or the time ran out before all deliveries ended. */
  isComplete: boolean
  seconds: { load: number; settling: number }
  faults: readonly Injected[]
  reconciliation: Reconciliation
  guarantees: GuaranteeCheck
}

type Row = [label: string, value: number | '', note?: string]

/** Maximum descriptions shown for one kind of violation; the JSON has all. */
const SHOWN_MAX = 5
const LABEL_WIDTH = 52
const VALUE_WIDTH = 8

/** Whether no violation was found. */
export function hasPassed({ isComplete, faults, ...found }: Report): boolean {
  return (
    isComplete && faults.every(({ failure }) => failure === undefined) && violationsOf(found).length === 0
  )
}

/** Renders the report as a text table. */
export function renderReport(report: Report): string {
  const { options, seconds, faults, reconciliation, guarantees } = report
  const { accepted, deliveries, attempts, requests, redelivered, violations } = reconciliation
  const where = options.queue === 'redis' ? 'Redis' : 'PostgreSQL'
  const rows: Row[] = [
    ['faults injected', faults.length],
    ...tally(faults.map(({ name }) => name)),
    [
      'events accepted',
      accepted.published + accepted.received,
      `${accepted.published} published, ${accepted.received} received; ${accepted.offeredAgain} were offered more than once`,
    ],
    ['lost', violations.lost.length],
    ['invented', violations.invented.length + violations.storedTwice.length],
    ['deliveries', deliveries.succeeded + deliveries.failed],
    ['  succeeded', deliveries.succeeded],
    ['  visibly failed', deliveries.failed],
    ['requests at the receivers', requests.seen],
    ['attempts on record', attempts.onRecord],
    [
      '  lost with their worker',
      attempts.workerLost,
      `in flight when it was stopped; ${attempts.workerLostSeen} had reached the receiver`,
    ],
    ['  sent again on a fresh connection', requests.sentAgain, 'the receiver had reset the kept one'],
    ['delivered twice', redelivered.length],
    ...tally(redelivered.map(({ because }) => because ?? 'without a cause')),
    [
      'answered 503',
      guarantees.unavailable.count,
      `slowest after ${inSeconds(guarantees.unavailable.slowestMs)}`,
    ],
    ...(options.queue === 'redis'
      ? [
          [
            'accepted while Redis was unavailable',
            guarantees.redisReturn.accepted,
            `${guarantees.redisReturn.undisturbed} of them with nothing else broken: ` +
              `delivered within ${inSeconds(guarantees.redisReturn.slowestMs)} of its return`,
          ] satisfies Row,
        ]
      : []),
    [
      'returns of PostgreSQL',
      guarantees.postgresReturn.outages,
      `accepting again within ${inSeconds(guarantees.postgresReturn.slowestMs)}`,
    ],
  ]
  const head =
    `Chaos: ${seconds.load} s of load and faults at ${options.ratePerSecond} events/s, ${seconds.settling} s to settle, ` +
    `queue on ${where}, seed ${options.seed}`
  return [head, '', ...rows.map(renderRow), '', ...renderVerdict(report)].join('\n')
}

function renderVerdict(report: Report): string[] {
  const { isComplete, faults } = report
  const failures = faults.flatMap(({ name, failure }) =>
    failure === undefined ? [] : [`${name}: ${failure}`],
  )
  const found = [
    ...(isComplete ? [] : ['✘ not everything had settled']),
    ...(failures.length === 0 ? [] : [`✘ faults that went wrong: ${failures.length}`, ...shown(failures)]),
    ...violationsOf(report).flatMap(({ title, cases }) => [`✘ ${title}: ${cases.length}`, ...shown(cases)]),
  ]
  return found.length === 0 ? ['✔ Nothing lost, nothing invented, nothing unexplained'] : found
}

/** All violations, by kind. */
export function violationsOf({
  reconciliation,
  guarantees,
}: Pick<Report, 'reconciliation' | 'guarantees'>): { title: string; cases: string[] }[] {
  const titles: { [kind in ViolationKind | BrokenGuaranteeKind]: string } = {
    ...VIOLATIONS,
    ...BROKEN_GUARANTEES,
  }
  const entries = Object.entries({ ...reconciliation.violations, ...guarantees.violations })
  return entries
    .filter(([, cases]) => cases.length > 0)
    .map(([kind, cases]) => ({ title: titles[kind as keyof typeof titles], cases }))
}

function shown(cases: readonly string[]): string[] {
  const more = cases.length > SHOWN_MAX ? [`    and ${cases.length - SHOWN_MAX} more`] : []
  return [...cases.slice(0, SHOWN_MAX).map((each) => `    ${each}`), ...more]
}

function tally(names: readonly string[]): Row[] {
  const groups = [...Map.groupBy(names, (name) => name)]
  return groups
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, same]) => [`  ${name}`, same.length])
}

function renderRow([label, value, note = '']: Row): string {
  return `${label.padEnd(LABEL_WIDTH)}${String(value).padStart(VALUE_WIDTH)}  ${note}`.trimEnd()
}

function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

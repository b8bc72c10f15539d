import { ENDPOINTS, type IsolationOptions, RATIO_MAX } from './options.ts'
import { type BadEndpoint, type PhaseResult, ratiosOf } from './results.ts'

export interface Report {
  options: IsolationOptions
  cores: number
  phases: PhaseResult[]
}

/** Beyond this in A the machine did not keep up even with healthy endpoints: the ratio is meaningless. */
const OVERLOADED_MS = 1000
const WIDTHS = [18, 9, 7, 4, 8, 8, 8, 10, 4, 5]

/** Whether the ratio is within the limit, nothing was lost or refused, and the machine kept up. */
export function isGood({ phases }: Report): boolean {
  const isComplete = lostOf(phases) === 0 && refusedOf(phases) === 0
  return isComplete && !isOverloaded(phases) && ratiosOf(phases).median <= RATIO_MAX
}

/** The report as text. */
export function renderReport(report: Report): string {
  const { options, cores, phases } = report
  const { pairs } = ratiosOf(phases)
  const head =
    `Publish to arrival at ${ENDPOINTS - 2} of ${ENDPOINTS} endpoints: ${options.ratePerSecond} events/s in all, ` +
    `${options.seconds} s after ${options.warmUpSeconds} s of warm-up, queue on ${queueName(options)}, ${cores} cores`
  const table = [
    ['', 'published', 'arrived', 'lost', 'p50 ms', 'p95 ms', 'p99 ms', 'reply p95', 'busy', 'load'],
    ...phases.map(rowOf),
  ]
  return [
    head,
    '',
    ...table.map(renderRow),
    '',
    ...phases.flatMap(({ bad }, index) =>
      bad.length === 0 ? [] : [`${nameOf(phases, index)}: ${bad.map(sayBad).join('; ')}`],
    ),
    `p95 of B to that of A: ${pairs.map((ratio) => ratio.toFixed(2)).join(', ')}`,
    ...warnings(report),
    verdict(report),
  ].join('\n')
}

/** The report as JSON. */
export function jsonReport(report: Report): string {
  const { pairs, median } = ratiosOf(report.phases)
  const summary = { p95Ratio: median, p95RatioMax: RATIO_MAX, p95RatioOfPairs: pairs, isGood: isGood(report) }
  return `${JSON.stringify({ ...summary, ...report }, undefined, 2)}\n`
}

/** The first of each kind is A1, B1. */
function nameOf(phases: readonly PhaseResult[], index: number): string {
  return `${phases[index]?.kind}${Math.floor(index / 2) + 1}`
}

function rowOf(
  { kind, published, arrived, lost, latencyMs, replyMs, busy, load }: PhaseResult,
  index: number,
) {
  const what = kind === 'A' ? 'all healthy' : 'hangs, refuses'
  return [
    `${kind}${Math.floor(index / 2) + 1} ${what}`,
    String(published),
    String(arrived),
    String(lost),
    ...[latencyMs.p50, latencyMs.p95, latencyMs.p99, replyMs.p95].map((ms) => ms.toFixed(1)),
    `${Math.round(busy * 100)}%`,
    load.toFixed(1),
  ]
}

function renderRow(cells: readonly string[]): string {
  return cells
    .map((cell, column) =>
      column === 0 ? cell.padEnd(WIDTHS[column] ?? 0) : cell.padStart(WIDTHS[column] ?? 0),
    )
    .join(' ')
}

function sayBad({ what, attempts, circuitOpenedAfterSeconds }: BadEndpoint): string {
  const circuit =
    circuitOpenedAfterSeconds === undefined
      ? 'circuit closed to the end'
      : `circuit open after ${circuitOpenedAfterSeconds.toFixed(1)} s`
  return `${what} ${attempts} failed attempts, ${circuit}`
}

function warnings({ phases }: Report): string[] {
  const refused = refusedOf(phases)
  const lost = lostOf(phases)
  return [
    ...(lost === 0 ? [] : [`${lost} events were accepted and did not arrive.`]),
    ...(refused === 0 ? [] : [`${refused} publications were not accepted.`]),
    ...(isOverloaded(phases)
      ? ['The machine did not keep up even with healthy endpoints: the ratio is meaningless.']
      : []),
  ]
}

function verdict({ phases }: Report): string {
  return `isolation: p95 ratio ${ratiosOf(phases).median.toFixed(2)} (at most ${RATIO_MAX})`
}

function isOverloaded(phases: readonly PhaseResult[]): boolean {
  return phases.some(({ kind, latencyMs }) => kind === 'A' && latencyMs.p95 > OVERLOADED_MS)
}

function lostOf(phases: readonly PhaseResult[]): number {
  return phases.reduce((sum, { lost }) => sum + lost, 0)
}

function refusedOf(phases: readonly PhaseResult[]): number {
  return phases.reduce((sum, { refused }) => sum + refused, 0)
}

function queueName({ queue }: IsolationOptions): string {
  return queue === 'redis' ? 'Redis' : 'PostgreSQL'
}

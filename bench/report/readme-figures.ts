import { PROFILES } from '../profile.ts'
import { EVENT_BYTES } from '../raw/raw-loops.ts'
import { backlogTitle } from '../scenarios/backlog.ts'
import { INGEST_NEW_TITLE } from '../scenarios/ingest.ts'
import { arrivalTitle } from '../scenarios/latency.ts'
import { BATCHES_TITLE, PUBLISH_TITLE } from '../scenarios/publish.ts'
import { TITLES } from '../scenarios/targets/burst.ts'
import { rateTitle } from '../scenarios/targets/rates.ts'

const BEGIN = '<!-- figures -->'
const END = '<!-- end of figures -->'
const LINES = 4
const PER_SECOND = 200
const LINK = '([bench/RESULTS.md](bench/RESULTS.md))'

type Column = 'queue on Redis' | 'queue on PostgreSQL'

/** Finds figures in a cell; undefined when there is no such row, or it has no such figures. */
type Figures = (row: { title: string; column?: Column; pattern?: RegExp }) => readonly string[] | undefined

/**
 * The lines of the README with the figures of bench/RESULTS.md: the first four whose figures were measured.
 * @param results the content of bench/RESULTS.md; of several tables with a row the first counts
 */
export function readmeFigures(results: string): string[] {
  const figures: Figures = ({ title, column = 'queue on Redis', pattern = /^([\d,]+)\/s/ }) =>
    pattern.exec(cellOf(results, title, column) ?? '')?.slice(1)
  const sentences = [
    atLowRate(figures),
    inOneProcess(figures),
    ofBurst(figures),
    accepted(figures),
    drained(figures),
    inBatches(figures),
    arrival(figures),
  ]
  const measured = sentences.filter((sentence) => sentence !== undefined)
  return measured.slice(0, LINES).map((sentence) => `- ${sentence} ${LINK}.`)
}

const RATE = /p50 ([\d.]+) ms, p95 ([\d.]+) ms.*; CPU ([\d.]+) ms/

function atLowRate(figures: Figures): string | undefined {
  const rate = figures({ title: rateTitle(PER_SECOND, 'three processes'), pattern: RATE })
  if (rate === undefined) return undefined
  const [p50, p95, cpu] = rate
  return `At ${PER_SECOND} events a second, an event arrives after ${p50} ms (p95 ${p95} ms) and takes ${cpu} ms of processor time, PostgreSQL and Redis included`
}

function inOneProcess(figures: Figures): string | undefined {
  const column = 'queue on PostgreSQL'
  const rate = figures({ title: rateTitle(PER_SECOND, 'one process'), column, pattern: RATE })
  const memory = figures({ title: TITLES.memory('one process'), column, pattern: /all ([\d,]+) MiB/ })
  const idle = figures({ title: TITLES.idle('load', 'one process'), column, pattern: /^([\d.]+) cores/ })
  if (rate === undefined || memory === undefined || idle === undefined) return undefined
  const [p50, p95, cpu] = rate
  return `In one process without Redis: ${p50} ms (p95 ${p95} ms), ${cpu} ms of processor time, ${memory[0]} MiB after a load, ${idle[0]} cores when idle`
}

function ofBurst(figures: Figures): string | undefined {
  const pattern = /accepted ([\d,]+)\/s, delivered ([\d,]+)\/s/
  const burst = figures({ title: TITLES.burst('three processes'), pattern })
  return (
    burst &&
    `A burst over 64 connections is accepted at ${burst[0]} events a second and delivered at ${burst[1]}`
  )
}

function accepted(figures: Figures): string | undefined {
  const published = figures({ title: PUBLISH_TITLE })
  const ingested = figures({ title: INGEST_NEW_TITLE })
  if (published === undefined || ingested === undefined) return undefined
  return `Accepts ${published[0]} events a second one by one, ${ingested[0]} Stripe-signed webhooks`
}

function drained(figures: Figures): string | undefined {
  const backlog = figures({ title: backlogTitle(PROFILES.full) })
  return backlog && `One worker delivers a backlog at ${backlog[0]} a second`
}

function inBatches(figures: Figures): string | undefined {
  const batches = figures({ title: BATCHES_TITLE })
  return batches && `Accepts ${batches[0]} events a second in batches of 100`
}

function arrival(figures: Figures): string | undefined {
  const latency = figures({ title: arrivalTitle(PER_SECOND, EVENT_BYTES), pattern: /p95 ([\d.]+) ms/ })
  return (
    latency &&
    `At ${PER_SECOND} events a second to ten endpoints, p95 from publish to arrival is ${latency[0]} ms`
  )
}

/** The README with its figures replaced; undefined when it has no place for them. */
export function withFigures(readme: string, results: string): string | undefined {
  const begin = readme.indexOf(BEGIN)
  const end = readme.indexOf(END, begin)
  if (begin < 0 || end < 0) return undefined
  return `${readme.slice(0, begin)}${[BEGIN, '', ...readmeFigures(results), '', ''].join('\n')}${readme.slice(end)}`
}

/** A cell of the first table with such a row and column. */
function cellOf(markdown: string, title: string, column: Column): string | undefined {
  let head: string[] = []
  for (const line of markdown.split('\n')) {
    if (!line.startsWith('| ')) continue
    const cells = line.split('|').map((cell) => cell.trim())
    if (cells[1] === 'scenario') head = cells
    if (cells[1] === title && head.includes(column)) return cells[head.indexOf(column)]
  }
  return undefined
}

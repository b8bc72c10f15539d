import type { Result } from '../result.ts'
import type { Report } from './report.ts'
import { renderTables } from './table.ts'

const WIDTH = 760
const HEIGHT = 300
const MARGIN = 48
const COLOURS = ['#3366cc', '#dc3912', '#ff9900', '#109618', '#990099', '#0099c6', '#dd4477', '#66aa00']
/** The scale of HDR plots: each nine has the same width. */
const NINES_MAX = 4
const TICKS = [0, 50, 90, 99, 99.9, 99.99]

/** A self-contained page: the table, and the latencies as curves over the percentiles. */
export function renderHtml(report: Report): string {
  const charts = report.columns.map(({ queue, results }) => {
    const measured = results.filter(({ latency }) => latency !== undefined && latency.count > 0)
    return `<h2>Latency, queue on ${queue}</h2>${chart(measured)}`
  })
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Posthorn: benchmark</title><style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222 }
pre { overflow-x: auto; font-size: 12px; background: #f6f6f6; padding: 1em } svg { width: 100%; height: auto }
.axis { stroke: #bbb } text { font-size: 11px; fill: #555 }
</style></head><body><h1>Posthorn: benchmark</h1>
<pre>${escaped(renderTables(report))}</pre>
${charts.join('\n')}
</body></html>
`
}

function chart(results: readonly Result[]): string {
  const all = results.flatMap(({ latency }) => latency?.curve.map(([, ms]) => ms) ?? [])
  const scale = { least: Math.log10(Math.max(0.1, Math.min(...all))), most: Math.log10(Math.max(1, ...all)) }
  const x = (percentile: number) => MARGIN + (ninesOf(percentile) / NINES_MAX) * (WIDTH - 2 * MARGIN)
  const y = (ms: number) => {
    const share = (Math.log10(Math.max(0.1, ms)) - scale.least) / Math.max(0.001, scale.most - scale.least)
    return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)
  }
  const decades = Array.from(
    { length: Math.ceil(scale.most) - Math.floor(scale.least) + 1 },
    (_, index) => 10 ** (Math.floor(scale.least) + index),
  )
  const grid = [
    ...TICKS.map(
      (tick) =>
        `<line class="axis" x1="${x(tick)}" x2="${x(tick)}" y1="${MARGIN}" y2="${HEIGHT - MARGIN}"/><text x="${x(tick) - 10}" y="${HEIGHT - MARGIN + 16}">${tick} %</text>`,
    ),
    ...decades.map(
      (ms) =>
        `<line class="axis" x1="${MARGIN}" x2="${WIDTH - MARGIN}" y1="${y(ms)}" y2="${y(ms)}"/><text x="2" y="${y(ms) + 4}">${ms} ms</text>`,
    ),
  ]
  const curves = results.map(({ latency }, index) => {
    const points = latency?.curve.map(([percentile, ms]) => `${x(percentile).toFixed(1)},${y(ms).toFixed(1)}`)
    return `<polyline fill="none" stroke-width="1.5" stroke="${COLOURS[index % COLOURS.length]}" points="${points?.join(' ')}"/>`
  })
  const legend = results.map(
    ({ scenario }, index) =>
      `<li><span style="color:${COLOURS[index % COLOURS.length]}">■</span> ${escaped(scenario)}</li>`,
  )
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Latency over percentiles">${grid.join('')}${curves.join('')}</svg><ul>${legend.join('')}</ul>`
}

/** 90 is one nine, 99 two, 100 the maximum. */
function ninesOf(percentile: number): number {
  return Math.min(NINES_MAX, -Math.log10(Math.max(10 ** -NINES_MAX, 1 - percentile / 100)))
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

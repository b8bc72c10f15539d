/** A share in percent, never rounded up to all of it. */
export function formatRate(rate: number): string {
  const percent = Math.floor(rate * 1_000) / 10
  return `${percent.toFixed(rate === 1 ? 0 : 1)} %`
}

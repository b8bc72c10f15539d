/** What happened in one part of the time. */
export interface Spark {
  succeeded: number
  failed: number
}

const WIDTH = 96
const HEIGHT = 24
const GAP = 1

/** Small bars over time, failures on top. It is one image for screen readers, with its sums in words. */
export function Sparkline({ sparks, label }: { sparks: readonly Spark[]; label: string }) {
  const most = Math.max(1, ...sparks.map(({ succeeded, failed }) => succeeded + failed))
  const step = WIDTH / Math.max(sparks.length, 1)
  /** Whatever has happened can be seen. */
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / most) * HEIGHT))
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-6 w-24"
    >
      <title>{label}</title>
      <rect x={0} y={HEIGHT - 1} width={WIDTH} height={1} className="fill-line" />
      {sparks.map(({ succeeded, failed }, index) => {
        const [good, bad] = [heightOf(succeeded), heightOf(failed)]
        const x = index * step
        return (
          <g key={x}>
            <rect x={x} y={HEIGHT - good} width={step - GAP} height={good} className="fill-ok-mark" />
            <rect
              x={x}
              y={Math.max(0, HEIGHT - good - bad)}
              width={step - GAP}
              height={bad}
              className="fill-bad-mark"
            />
          </g>
        )
      })}
    </svg>
  )
}

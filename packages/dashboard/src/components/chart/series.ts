/** Colours of a chart, by meaning. */
export type SeriesColor = 'ok' | 'bad' | 'warn' | 'info' | 'quiet'

export interface Series {
  label: string
  color: SeriesColor
  /** One for each time; null: nothing was measured. */
  values: (number | null)[]
}

/** Adds each series to those before it, so that bars drawn from the last to the first look stacked. */
export function stack(series: readonly Series[]): Series[] {
  const sums: number[] = []
  return series.map(({ values, ...rest }) => ({
    ...rest,
    values: values.map((value, index) => {
      sums[index] = (sums[index] ?? 0) + (value ?? 0)
      return sums[index]
    }),
  }))
}

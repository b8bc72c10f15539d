import { Card } from '../display/card.tsx'
import { ChartLegend } from './chart-legend.tsx'
import { TimeChart, type TimeChartProps } from './time-chart.tsx'

export interface ChartCardProps extends TimeChartProps {
  className?: string
}

/** A chart on a card, with its title and legend. */
export function ChartCard({ className, ...chart }: ChartCardProps) {
  const { title, series, kind } = chart
  return (
    <Card
      title={title}
      aside={<ChartLegend series={series} hasSums={kind === 'bars'} />}
      {...(className === undefined ? {} : { className })}
    >
      <TimeChart {...chart} />
    </Card>
  )
}

import { parser } from '@prometheus-io/lezer-promql'

/** A metric that an expression reads, and the labels by which it selects its series. */
export interface Selector {
  metric: string
  labels: string[]
}

/** What an expression needs: metrics, and the labels by which it groups or joins any of them. */
export interface Needs {
  selectors: Selector[]
  groupedBy: string[]
}

/**
 * What a PromQL expression reads. Grafana's variables must be replaced before.
 * @throws when it cannot be parsed
 */
export function needsOf(expression: string): Needs {
  const needs: Needs = { selectors: [], groupedBy: [] }
  let current: Selector | undefined
  parser.parse(expression).iterate({
    enter({ name, type, from, to }) {
      if (type.isError) throw new Error(`not PromQL at character ${from}: ${expression}`)
      const text = expression.slice(from, to)
      if (name === 'VectorSelector') {
        current = { metric: '', labels: [] }
        needs.selectors.push(current)
      } else if (name === 'Identifier' && current !== undefined) current.metric = text
      else if (name === 'LabelName') (current?.labels ?? needs.groupedBy).push(text)
    },
    leave({ name }) {
      if (name === 'VectorSelector') current = undefined
    },
  })
  return needs
}

import type { components } from '@posthorn/contracts/client-types'

type FailedCondition = components['schemas']['FailedCondition']

/** Which condition of a filter the data does not meet: what was expected, and what was found. */
export function explainCondition({ path, operator, expected, actual }: FailedCondition): string {
  const condition = `${path} ${operator} ${JSON.stringify(expected)}`
  if (actual === undefined) return `The filter needs ${condition}, and the data has no ${path}.`
  return `The filter needs ${condition}, and the data has ${JSON.stringify(actual)}.`
}

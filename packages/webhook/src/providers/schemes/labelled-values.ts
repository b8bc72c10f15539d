/** The labels of a list such as `t=1,v1=a,v1=b`. */
export interface LabelledList {
  separator: string
  /** Label of the signatures. */
  signature: string
  /** Label of the signed time. */
  timestamp?: string | undefined
}

/**
 * Splits a list of labelled values, such as `t=1,v1=a,v1=b`. Skips items with an unknown label or without one, as vendors'
 * libraries do.
 *
 * @returns the signatures, and the time; undefined as time when it is missing or ambiguous.
 */
export function labelledValues(
  headers: readonly string[],
  labels: LabelledList,
): { signatures: string[]; timestamp: string | undefined } {
  const items = headers.flatMap((header) => header.split(labels.separator)).map((item) => item.trim())
  const valuesOf = (label: string) =>
    items.filter((item) => item.startsWith(`${label}=`)).map((item) => item.slice(label.length + 1))
  const times = labels.timestamp === undefined ? [] : valuesOf(labels.timestamp)
  return { signatures: valuesOf(labels.signature), timestamp: times.length === 1 ? times[0] : undefined }
}

/** The labels of a list such as `t=1,v1=a,v1=b`. */
export interface LabelledList {
  separator: string
  /** Label of the signatures. */
  signature: string
  /** Label of the signed time. */
  timestamp?: string | undefined
}

/** The signatures in a list, and the signed time; undefined as time when it is missing or ambiguous. */
export interface LabelledValues {
  signatures: readonly string[]
  timestamp: string | undefined
}

/**
 * Creates a reader of lists of labelled values, such as `t=1,v1=a,v1=b`. It skips items with an unknown label or without one,
 * as vendors' libraries do.
 */
export function readLabelled(labels: LabelledList): (headers: readonly string[]) => LabelledValues {
  const signaturePrefix = `${labels.signature}=`
  const timePrefix = labels.timestamp === undefined ? undefined : `${labels.timestamp}=`
  return (headers) => {
    const signatures: string[] = []
    const times: string[] = []
    // Without intermediate lists: it is done for each request.
    for (const header of headers) {
      for (const untrimmed of header.split(labels.separator)) {
        const item = untrimmed.trim()
        if (item.startsWith(signaturePrefix)) signatures.push(item.slice(signaturePrefix.length))
        else if (timePrefix !== undefined && item.startsWith(timePrefix))
          times.push(item.slice(timePrefix.length))
      }
    }
    return { signatures, timestamp: times.length === 1 ? times[0] : undefined }
  }
}

/** The items of lists such as `t=1,v1=a`, with their labels. */
export function itemsOf(
  headers: readonly string[],
  { separator }: Pick<LabelledList, 'separator'>,
): string[] {
  return headers.flatMap((header) => header.split(separator).map((item) => item.trim()))
}

type Listener = (count: number) => void

let listener: Listener | undefined

/** Sets what is called with the number of spans that could not be exported. */
export function onLostSpans(next: Listener): void {
  listener = next
}

export function reportLostSpans(count: number): void {
  listener?.(count)
}

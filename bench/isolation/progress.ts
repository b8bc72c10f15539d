const LINE_MS = 10_000

/** Prints the progress of a phase every few seconds. */
export function startProgress({
  name,
  published,
  arrived,
  say,
}: {
  name: string
  published: () => number
  arrived: () => readonly number[]
  say: (line: string) => void
}): { stop(): void } {
  const beganMs = performance.now()
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - beganMs) / 1000)
    const sum = arrived().reduce((total, each) => total + each, 0)
    say(`${name} ${String(seconds).padStart(4)} s  published ${published()}, arrived ${sum}`)
  }, LINE_MS)
  return { stop: () => clearInterval(timer) }
}

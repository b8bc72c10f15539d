const LINES = ['w-1/3', 'w-5/6', 'w-2/3', 'w-3/4', 'w-1/2']

/** Stands for content that is being read. It appears only after a moment: fast replies do not flicker. */
export function Loading({ label = 'Loading' }: { label?: string }) {
  return (
    <div role="status" aria-label={label} className="appear-late space-y-3 p-4">
      {LINES.map((width) => (
        <div key={width} className={`h-3.5 animate-pulse rounded bg-quiet-soft ${width}`} />
      ))}
    </div>
  )
}

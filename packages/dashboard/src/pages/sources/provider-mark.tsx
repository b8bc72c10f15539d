/** The first letters of a provider, where others show a logo: pages load no images of others. */
export function ProviderMark({ title }: { title: string }) {
  return (
    <span
      aria-hidden
      className="flex size-8 shrink-0 items-center justify-center rounded-md border border-line bg-sunken text-xs font-semibold text-muted"
    >
      {lettersOf(title)}
    </span>
  )
}

function lettersOf(title: string): string {
  const [first = '', second] = title.split(/[\s-]+/)
  return second === undefined ? first.slice(0, 2) : `${first[0]}${second[0]?.toUpperCase()}`
}

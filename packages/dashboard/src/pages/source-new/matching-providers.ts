import type { Provider } from '../../data/providers.ts'

/** The providers whose title or name has a text in it; those that begin with it come first. */
export function matchingProviders<One extends Pick<Provider, 'name' | 'title'>>(
  providers: readonly One[],
  find: string,
): One[] {
  const wanted = find.trim().toLowerCase()
  const words = ({ name, title }: One) => [title.toLowerCase(), name]
  const begins = (provider: One) => words(provider).some((word) => word.startsWith(wanted))
  const has = (provider: One) => words(provider).some((word) => word.includes(wanted))
  return [...providers.filter(begins), ...providers.filter((provider) => has(provider) && !begins(provider))]
}

import { Link, useNavigate } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { classes } from '../../components/classes.ts'
import { INPUT } from '../../components/forms/field.tsx'
import { EmptyState } from '../../components/states/states.tsx'
import type { Provider } from '../../data/providers.ts'
import { ProviderMark } from '../sources/provider-mark.tsx'
import { matchingProviders } from './matching-providers.ts'

/** The catalogue, to choose from. Enter chooses the first match. */
export function ProviderGrid({
  tenant,
  providers,
  find,
}: {
  tenant: string
  providers: readonly Provider[]
  find: string
}) {
  const navigate = useNavigate({ from: '/t/$tenant/sources/new' })
  const shown = matchingProviders(providers, find)
  const choose = (provider: string) => void navigate({ search: { provider } })
  return (
    <>
      <form
        role="search"
        className="relative mb-4 max-w-md"
        onSubmit={(event) => {
          event.preventDefault()
          const [first] = shown
          if (first !== undefined) choose(first.name)
        }}
      >
        <Search size={15} aria-hidden className="absolute top-2.75 left-3 text-faint" />
        <input
          type="search"
          aria-label="Find a provider"
          placeholder="Stripe, GitHub, HMAC…"
          autoFocus
          value={find}
          onChange={(event) => void navigate({ search: { find: event.target.value }, replace: true })}
          className={classes(INPUT, 'h-9 pl-9')}
        />
      </form>
      {shown.length === 0 && (
        <EmptyState title="No provider matches">
          Most senders that are not in the list sign with an HMAC or after Standard Webhooks: choose one of
          those.
        </EmptyState>
      )}
      <ul aria-label="Providers" className="grid gap-2.5 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
        {shown.map(({ name, title }) => (
          <li key={name}>
            <Link
              to="/t/$tenant/sources/new"
              params={{ tenant }}
              search={{ provider: name }}
              className="flex items-center gap-3 rounded-lg border border-line bg-surface px-3 py-2.5 shadow-card hover:border-line-strong hover:bg-hover"
            >
              <ProviderMark title={title} />
              <span className="min-w-0 truncate text-sm font-medium">{title}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

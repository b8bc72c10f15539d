import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTenant } from '../../app/tenant-route.tsx'
import { buttonClasses } from '../../components/actions/button.tsx'
import { Card } from '../../components/display/card.tsx'
import { useToasts } from '../../components/overlays/toasts.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { ErrorState } from '../../components/states/states.tsx'
import { type Provider, providersQuery } from '../../data/providers.ts'
import { createSource } from '../../data/sources.ts'
import { PageHeader } from '../../shell/page-header.tsx'
import { SetupSteps } from '../source-form/setup-steps.tsx'
import { createOf, emptyDraft, type SourceDraft } from '../source-form/source-draft.ts'
import { SourceForm } from '../source-form/source-form.tsx'
import { ProviderMark } from '../sources/provider-mark.tsx'
import { ProviderGrid } from './provider-grid.tsx'
import { sourceNewRoute } from './route.ts'

export function SourceNewPage() {
  const tenant = useTenant()
  const { provider: chosen, find = '' } = sourceNewRoute.useSearch()
  const { data: providers, error, refetch } = useQuery(providersQuery)
  const provider = providers?.find(({ name }) => name === chosen)
  return (
    <>
      <PageHeader
        above={
          <Link to="/t/$tenant/sources" params={{ tenant }} className="hover:text-ink hover:underline">
            Sources
          </Link>
        }
        title={
          provider === undefined ? (
            'New source'
          ) : (
            <>
              <ProviderMark title={provider.title} />
              New source of {provider.title}
            </>
          )
        }
      >
        {provider !== undefined && (
          <Link to="/t/$tenant/sources/new" params={{ tenant }} className={buttonClasses()}>
            Another provider
          </Link>
        )}
      </PageHeader>
      {providers === undefined && error === null && <Loading label="Loading the catalogue" />}
      {providers === undefined && error !== null && (
        <ErrorState error={error} what="catalogue" onRetry={() => void refetch()} />
      )}
      {providers !== undefined && provider === undefined && (
        <ProviderGrid tenant={tenant} providers={providers} find={find} />
      )}
      {provider !== undefined && <NewSource key={provider.name} tenant={tenant} provider={provider} />}
    </>
  )
}

function NewSource({ tenant, provider }: { tenant: string; provider: Provider }) {
  const navigate = useNavigate()
  const toasts = useToasts()
  const { mutate, isPending, error } = useMutation({
    mutationFn: (draft: SourceDraft) => createSource(tenant, createOf(draft, provider)),
    onSuccess: ({ id, name }) => {
      toasts.succeeded(
        'Source created',
        `Enter the ingest URL of ${name} in the settings of ${provider.title}.`,
      )
      void navigate({ to: '/t/$tenant/sources/$id', params: { tenant, id } })
    },
  })
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <SourceForm
        provider={provider}
        initial={emptyDraft(provider)}
        error={error}
        isBusy={isPending}
        submitText="Create the source"
        cancel={
          <Link to="/t/$tenant/sources" params={{ tenant }} className={buttonClasses('plain')}>
            Cancel
          </Link>
        }
        onSubmit={mutate}
      />
      <Card title="Setup" className="max-lg:order-first lg:sticky lg:top-19">
        <SetupSteps provider={provider} />
      </Card>
    </div>
  )
}

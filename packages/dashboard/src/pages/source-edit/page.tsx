import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useRouter } from '@tanstack/react-router'
import { useTenant } from '../../app/tenant-route.tsx'
import { Button } from '../../components/actions/button.tsx'
import { useToasts } from '../../components/overlays/toasts.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { ErrorState } from '../../components/states/states.tsx'
import { type Provider, providersQuery } from '../../data/providers.ts'
import { changeSource, type Source, sourceQuery } from '../../data/sources.ts'
import { PageHeader } from '../../shell/page-header.tsx'
import { changeOf, draftOf, type SourceDraft } from '../source-form/source-draft.ts'
import { SourceForm } from '../source-form/source-form.tsx'
import { sourceEditRoute } from './route.ts'

export function SourceEditPage() {
  const tenant = useTenant()
  const { id } = sourceEditRoute.useParams()
  const source = useQuery(sourceQuery(tenant, id))
  const providers = useQuery(providersQuery)
  const error = source.error ?? providers.error
  const provider = providers.data?.find(({ name }) => name === source.data?.provider)
  if (source.data === undefined || provider === undefined) {
    return error === null ? (
      <Loading label="Loading the source" />
    ) : (
      <ErrorState error={error} what="source" onRetry={() => void source.refetch()} />
    )
  }
  return (
    <>
      <PageHeader
        above={
          <Link
            to="/t/$tenant/sources/$id"
            params={{ tenant, id }}
            className="hover:text-ink hover:underline"
          >
            {source.data.name}
          </Link>
        }
        title={`Edit ${source.data.name}`}
      />
      <EditForm key={id} tenant={tenant} source={source.data} provider={provider} />
    </>
  )
}

function EditForm({ tenant, source, provider }: { tenant: string; source: Source; provider: Provider }) {
  const client = useQueryClient()
  const router = useRouter()
  const navigate = useNavigate()
  const toasts = useToasts()
  /** Back to where the person came from: the source, or the request that was rejected. */
  const leave = () => {
    if (router.history.canGoBack()) router.history.back()
    else void navigate({ to: '/t/$tenant/sources/$id', params: { tenant, id: source.id } })
  }
  const { mutate, isPending, error } = useMutation({
    mutationFn: (draft: SourceDraft) => changeSource(tenant, source.id, changeOf(draft, provider)),
    onSuccess: (changed) => {
      client.setQueryData(sourceQuery(tenant, source.id).queryKey, changed)
      toasts.succeeded('Source saved', 'It counts for the next request.')
      leave()
    },
  })
  return (
    <div className="max-w-4xl">
      <SourceForm
        provider={provider}
        initial={draftOf(source)}
        error={error}
        isBusy={isPending}
        submitText="Save"
        cancel={
          <Button kind="plain" onClick={leave}>
            Cancel
          </Button>
        }
        onSubmit={mutate}
      />
    </div>
  )
}

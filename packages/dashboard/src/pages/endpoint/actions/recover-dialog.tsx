import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../../components/actions/button.tsx'
import { Checkbox } from '../../../components/forms/checkbox.tsx'
import { Field } from '../../../components/forms/field.tsx'
import { FieldGroup } from '../../../components/forms/field-group.tsx'
import { SelectField } from '../../../components/forms/select-field.tsx'
import { Dialog } from '../../../components/overlays/dialog.tsx'
import { recoverEndpoint } from '../../../data/endpoints/recoveries.ts'
import { PERIODS, type Period, startOf } from '../../../data/periods.ts'
import { problemOf } from '../../../data/problem.ts'
import { endpointRoute } from '../route.ts'
import type { ActionDialogProps } from './action-dialog.ts'

const OPTIONS = (Object.keys(PERIODS) as Period[]).map((value) => ({ value, text: PERIODS[value].text }))

/** Sends again what the endpoint did not get. Its progress is then on the page. */
export function RecoverDialog(props: ActionDialogProps) {
  const { isOpen, onClose } = props
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Recover this endpoint"
      description="Sends its failed deliveries again, the latest first, each with a new retry schedule. New events do not wait for them."
    >
      <Recovery {...props} />
    </Dialog>
  )
}

function Recovery({ tenant, endpoint, onClose }: ActionDialogProps) {
  const navigate = useNavigate()
  const search = endpointRoute.useSearch()
  const [period, setPeriod] = useState<Period>('24h')
  const [withCancelled, setWithCancelled] = useState(false)
  const { error, mutate, isPending } = useMutation({
    mutationFn: () =>
      recoverEndpoint(tenant, endpoint.id, {
        since: startOf(period, Date.now()),
        statuses: withCancelled ? ['failed', 'cancelled'] : ['failed'],
      }),
    onSuccess: async ({ jobId }) => {
      onClose()
      await navigate({
        to: '/t/$tenant/endpoints/$id',
        params: { tenant, id: endpoint.id },
        search: { ...search, job: jobId },
        replace: true,
      })
    },
  })
  return (
    <div className="space-y-4">
      <Field
        label="Deliveries that ended in the"
        error={error === null ? undefined : problemOf(error).message}
      >
        <SelectField value={period} options={OPTIONS} onChange={setPeriod} />
      </Field>
      <FieldGroup label="Which">
        <Checkbox
          label="Also cancelled deliveries"
          description="Without it, only those that have failed."
          isChecked={withCancelled}
          onChange={setWithCancelled}
        />
      </FieldGroup>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="solid" isBusy={isPending} onClick={() => mutate()}>
          Recover
        </Button>
      </div>
    </div>
  )
}

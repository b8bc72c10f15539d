import { useQuery } from '@tanstack/react-query'
import { JsonEditor } from '../../../components/code/json-editor.tsx'
import { FieldGroup } from '../../../components/forms/field-group.tsx'
import { TokensInput } from '../../../components/forms/tokens-input.tsx'
import { eventTypeNamesQuery } from '../../../data/endpoints/recent-events.ts'
import { FilterTester } from './filter-tester.tsx'
import { Section } from './section.tsx'
import { suggestionsOf } from './suggestions.ts'
import type { DraftFields } from './use-draft.ts'

export interface SubscriptionSectionProps extends DraftFields {
  tenant: string
  /** Any endpoint of the tenant: the filter to test is part of the request. Undefined while there is none. */
  testedBy: string | undefined
  /** The text that the editor begins with. */
  initialFilter: string
}

export function SubscriptionSection({
  draft,
  errors,
  set,
  tenant,
  testedBy,
  initialFilter,
}: SubscriptionSectionProps) {
  const { data: catalogue = [] } = useQuery(eventTypeNamesQuery(tenant))
  return (
    <Section title="Subscription" about="Which events it gets: by their type, and by what is in their data.">
      <FieldGroup
        label="Event types"
        description="Exact names, a prefix with .*, or * for all. Posthorn's own events (posthorn.*) must be named."
        error={errors.eventTypes}
      >
        <TokensInput
          label="Event types"
          values={draft.eventTypes}
          onChange={(values) => set('eventTypes', values)}
          suggestions={suggestionsOf(catalogue)}
          placeholder="order.completed or order.*"
        />
      </FieldGroup>
      <FieldGroup
        label="Filter"
        description="Conditions on the data, as JSON; all must hold. Empty: every event of these types."
      >
        <JsonEditor
          label="Filter"
          initial={initialFilter}
          onChange={(text) => set('filter', text)}
          isShort
          error={errors.filter}
        />
      </FieldGroup>
      {draft.filter.trim() !== '' && (
        <FilterTester tenant={tenant} endpointId={testedBy} filter={draft.filter} />
      )}
    </Section>
  )
}

import { Field, TextInput } from '../../../components/forms/field.tsx'
import type { FormProblem } from '../../../components/forms/form-problem.ts'
import { SelectField } from '../../../components/forms/select-field.tsx'
import { Switch } from '../../../components/forms/switch.tsx'
import { TextArea } from '../../../components/forms/text-area.tsx'
import type { LinkDraft } from './link-draft.ts'

export interface LinkFieldsProps {
  draft: LinkDraft
  problem: FormProblem
  onChange: (change: Partial<LinkDraft>) => void
}

/** The paths of all fields of the form, as the API's problems name them. */
export const LINK_FIELDS = [
  'role',
  'linkTtlSeconds',
  'sessionTtlSeconds',
  'allowedOrigins',
  'next',
  'refreshUrl',
  'actor.id',
  'actor.name',
  'theme.primary',
  'theme.radius',
]

const ROLES: { value: LinkDraft['role']; text: string }[] = [
  { value: 'read', text: 'Read – see everything' },
  { value: 'manage', text: 'Manage – everything but keys and links' },
]
const LINK_TTLS = [
  { value: '600', text: '10 minutes' },
  { value: '3600', text: '1 hour' },
  { value: '86400', text: '1 day' },
  { value: '604800', text: '7 days' },
]
const SESSION_TTLS = [
  { value: '900', text: '15 minutes' },
  { value: '3600', text: '1 hour' },
  { value: '28800', text: '8 hours' },
  { value: '86400', text: '1 day' },
]

/** Who opens the link, for how long, and what they may do. */
export function AccessFields({ draft, problem, onChange }: LinkFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Role" error={problem.at('role')}>
        <SelectField value={draft.role} options={ROLES} onChange={(role) => onChange({ role })} />
      </Field>
      <Field
        label="First page"
        error={problem.at('next')}
        description="A path of the portal; empty: the overview."
      >
        <TextInput
          value={draft.next}
          onValueChange={(next) => onChange({ next })}
          placeholder="/deliveries?status=failed"
          spellCheck={false}
          className="font-mono text-xs"
        />
      </Field>
      <Field label="The link opens for" error={problem.at('linkTtlSeconds')}>
        <SelectField
          value={draft.linkTtlSeconds}
          options={LINK_TTLS}
          onChange={(linkTtlSeconds) => onChange({ linkTtlSeconds })}
        />
      </Field>
      <Field label="The portal lasts for" error={problem.at('sessionTtlSeconds')}>
        <SelectField
          value={draft.sessionTtlSeconds}
          options={SESSION_TTLS}
          onChange={(sessionTtlSeconds) => onChange({ sessionTtlSeconds })}
        />
      </Field>
      <Field
        label="Id of your user"
        error={problem.at('actor.id')}
        description="Named by the audit log. Optional."
      >
        <TextInput
          value={draft.actorId}
          onValueChange={(actorId) => onChange({ actorId })}
          placeholder="user-1001"
          spellCheck={false}
        />
      </Field>
      <Field label="Name of your user" error={problem.at('actor.name')}>
        <TextInput
          value={draft.actorName}
          onValueChange={(actorName) => onChange({ actorName })}
          placeholder="Ada Lovelace"
        />
      </Field>
      <div className="sm:col-span-2">
        <Switch
          label="For a single use"
          description="Only the first browser that opens the link gets in."
          isOn={draft.singleUse}
          onChange={(singleUse) => onChange({ singleUse })}
        />
      </div>
    </div>
  )
}

/** Where the portal may be shown, and where its users get a new link. */
export function FrameFields({ draft, problem, onChange }: LinkFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="Origins that may frame it"
        error={problem.at('allowedOrigins')}
        description="One on each line. Empty: those of PORTAL_FRAME_ANCESTORS."
      >
        <TextArea
          value={draft.allowedOrigins}
          onValueChange={(value) => onChange({ allowedOrigins: value })}
          placeholder="https://app.example.com"
          rows={2}
          className="font-mono text-xs"
        />
      </Field>
      <Field
        label="URL for a new link"
        error={problem.at('refreshUrl')}
        description="Users go there when the portal has ended, outside of frames."
      >
        <TextInput
          type="url"
          value={draft.refreshUrl}
          onValueChange={(refreshUrl) => onChange({ refreshUrl })}
          placeholder="https://app.example.com/webhooks"
          className="font-mono text-xs"
        />
      </Field>
    </div>
  )
}

import { Field } from '../../../components/forms/field.tsx'
import { SelectField } from '../../../components/forms/select-field.tsx'
import { Switch } from '../../../components/forms/switch.tsx'
import { TextArea } from '../../../components/forms/text-area.tsx'
import type { LinkDraft } from './link-draft.ts'
import type { LinkFieldsProps } from './link-fields-props.ts'
import { LinkText } from './link-text.tsx'

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
  'theme.logo',
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
const LIFETIMES = [
  { field: 'linkTtlSeconds', label: 'The link opens for', options: LINK_TTLS },
  { field: 'sessionTtlSeconds', label: 'The portal lasts for', options: SESSION_TTLS },
] as const

/** Who opens the link, for how long, and what they may do. */
export function AccessFields(props: LinkFieldsProps) {
  const { draft, problem, onChange } = props
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Role" error={problem.at('role')}>
        <SelectField value={draft.role} options={ROLES} onChange={(role) => onChange({ role })} />
      </Field>
      <LinkText
        {...props}
        name="next"
        path="next"
        label="First page"
        description="A path of the portal; empty: the overview."
        placeholder="/deliveries?status=failed"
        className="font-mono text-xs"
      />
      {LIFETIMES.map(({ field, label, options }) => (
        <Field key={field} label={label} error={problem.at(field)}>
          <SelectField
            value={draft[field]}
            options={options}
            onChange={(seconds) => onChange({ [field]: seconds })}
          />
        </Field>
      ))}
      <LinkText
        {...props}
        name="actorId"
        path="actor.id"
        label="Id of your user"
        description="Named by the audit log. Optional."
        placeholder="user-1001"
      />
      <LinkText
        {...props}
        name="actorName"
        path="actor.name"
        label="Name of your user"
        placeholder="Ada Lovelace"
      />
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
export function FrameFields(props: LinkFieldsProps) {
  const { draft, problem, onChange } = props
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="Origins that may frame it"
        error={problem.at('allowedOrigins')}
        description="One on each line. Empty: those of the tenant."
      >
        <TextArea
          value={draft.allowedOrigins}
          onValueChange={(value) => onChange({ allowedOrigins: value })}
          placeholder="https://app.example.com"
          rows={2}
          className="font-mono text-xs"
        />
      </Field>
      <LinkText
        {...props}
        name="refreshUrl"
        path="refreshUrl"
        label="URL for a new link"
        description="Users go there when the portal has ended, outside of frames."
        type="url"
        placeholder="https://app.example.com/webhooks"
        className="font-mono text-xs"
      />
    </div>
  )
}

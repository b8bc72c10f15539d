import { Bell, Terminal, Webhook } from 'lucide-react'

export interface EventOriginProps {
  sourceId: string | null | undefined
  type: string
  nameOfSource: (id: string) => string
}

/** Where an event came from: the API, a source, or Posthorn itself. */
export function EventOrigin({ sourceId, type, nameOfSource }: EventOriginProps) {
  const [Icon, text] = originOf({ sourceId, type, nameOfSource })
  return (
    <span title={text} className="flex min-w-0 items-center gap-1.5">
      <Icon size={13} aria-hidden className="shrink-0 text-faint" />
      <span className="truncate">{text}</span>
    </span>
  )
}

function originOf({ sourceId, type, nameOfSource }: EventOriginProps) {
  if (sourceId != null) return [Webhook, nameOfSource(sourceId)] as const
  return type.startsWith('posthorn.') ? ([Bell, 'Posthorn'] as const) : ([Terminal, 'API'] as const)
}

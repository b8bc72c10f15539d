import { Id } from '../../../components/display/id.tsx'

const NAMED: Record<string, string> = { admin: 'Operator', system: 'Posthorn itself' }

/** Who made a change: a key, the operator, a user of a portal, or a worker. */
export function Actor({ actor }: { actor: string }) {
  const named = NAMED[actor]
  if (named !== undefined) return <span className="text-muted">{named}</span>
  const [link = '', user] = actor.replace(/^portal:/, '').split(/\/(.*)/s)
  if (link === actor) return <Id id={actor} isShort />
  return (
    <span title={actor} className="flex items-baseline gap-1.5 text-muted">
      <span className="truncate">{user ?? link}</span>
      <span className="text-xs text-faint">portal</span>
    </span>
  )
}

/** What the audit log names, in the order of its documentation. */
const ACTIONS = [
  'tenant.saved',
  'tenant.deleted',
  'key.created',
  'key.deleted',
  'session.created',
  'session.ended',
  'portal_link.created',
  'portal_link.opened',
  'portal_link.revoked',
  'event_type.created',
  'event_type.saved',
  'event_type.deleted',
  'endpoint.created',
  'endpoint.updated',
  'endpoint.enabled',
  'endpoint.disabled',
  'endpoint.secret_rotated',
  'endpoint.tested',
  'endpoint.recovered',
  'endpoint.deleted',
  'relay.saved',
  'relay.removed',
  'source.created',
  'source.updated',
  'source.deleted',
  'request.reprocessed',
  'event.content_removed',
  'event.replayed',
  'delivery.retried',
  'delivery.cancelled',
  'delivery.bulk_started',
  'delivery.expired',
  'job.cancelled',
  'queue_shard.drained',
] as const

export const ACTION_OPTIONS = ACTIONS.map((value) => ({ value, text: actionText(value) }))

/** An action as people read it: `endpoint.secret_rotated` is "Endpoint secret rotated". */
export function actionText(action: string): string {
  const words = action.replaceAll(/[._]/g, ' ')
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}

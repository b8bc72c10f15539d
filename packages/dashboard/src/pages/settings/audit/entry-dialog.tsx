import { Badge } from '../../../components/display/badge.tsx'
import { DateTime } from '../../../components/display/date-time.tsx'
import { Fact } from '../../../components/display/facts.tsx'
import { Id } from '../../../components/display/id.tsx'
import { Dialog } from '../../../components/overlays/dialog.tsx'
import type { AuditEntry } from '../../../data/managing/audit.ts'
import { actionText } from './actions.ts'

/** Everything that is known of one change. Values of fields are never recorded: they may be secrets. */
export function EntryDialog({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { id, action, actor, object, count, fields, requestId, createdAt, tenantId } = entry
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={actionText(action)}
      description={<DateTime at={createdAt} isExact />}
    >
      <dl className="space-y-3.5 pt-3">
        <Fact name="Actor">
          <Id id={actor} />
        </Fact>
        {tenantId != null && <Fact name="Tenant">{tenantId}</Fact>}
        {object != null && (
          <Fact name="Object">
            <Id id={object} />
          </Fact>
        )}
        {count != null && <Fact name="Number of objects">{count.toLocaleString('en')}</Fact>}
        {fields.length > 0 && (
          <Fact name="Fields that were set">
            <span className="flex flex-wrap gap-1.5 pt-0.5">
              {fields.map((field) => (
                <Badge key={field} isMono>
                  {field}
                </Badge>
              ))}
            </span>
          </Fact>
        )}
        {requestId !== '' && (
          <Fact name="Request">
            <Id id={requestId} />
          </Fact>
        )}
        <Fact name="Entry">
          <Id id={id} />
        </Fact>
      </dl>
    </Dialog>
  )
}

import { Link } from '@tanstack/react-router'
import { Lightbulb } from 'lucide-react'
import { Badge } from '../../components/display/badge.tsx'
import { InlineCode } from '../../components/display/inline-code.tsx'
import type { Verification } from '../../data/sources.ts'

/** Mistakes that were found: those without which the request verifies, then possible ones. */
export function HintList({ tenant, hints }: { tenant: string; hints: Verification['hints'] }) {
  if (hints.length === 0) return null
  const sorted = hints.toSorted((one, other) => Number(other.confirmed) - Number(one.confirmed))
  return (
    <ul aria-label="Probable mistakes" className="space-y-2">
      {sorted.map(({ code, message, confirmed, url, sourceId }) => (
        <li key={code} className="flex gap-2 rounded-md bg-sunken px-3 py-2.5 text-sm">
          <Lightbulb size={15} aria-hidden className="mt-0.5 shrink-0 text-horn" />
          <div className="min-w-0 space-y-1">
            <p className="break-words">
              <InlineCode text={message} />
            </p>
            {url !== undefined && <p className="font-mono text-xs break-all text-muted">{url}</p>}
            {sourceId !== undefined && (
              <Link
                to="/t/$tenant/sources/$id"
                params={{ tenant, id: sourceId }}
                className="text-xs underline"
              >
                Open the other source
              </Link>
            )}
            <p>
              {confirmed ? (
                <Badge tone="ok">Confirmed: it verifies without this</Badge>
              ) : (
                <Badge>Possible</Badge>
              )}
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}

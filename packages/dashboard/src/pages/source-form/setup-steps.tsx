import { ExternalLink } from 'lucide-react'
import { InlineCode } from '../../components/display/inline-code.tsx'
import type { Provider } from '../../data/providers.ts'

/** What to do in the settings of the provider. */
export function SetupSteps({ provider: { title, setup, docsUrl } }: { provider: Provider }) {
  return (
    <>
      <ol className="space-y-2.5 text-sm">
        {setup.map((step, index) => (
          <li key={step} className="flex gap-2.5">
            <span
              aria-hidden
              className="tabular mt-px flex size-5 shrink-0 items-center justify-center rounded-full bg-quiet-soft text-2xs font-semibold text-quiet"
            >
              {index + 1}
            </span>
            <span className="min-w-0 break-words">
              <InlineCode text={step} />
            </span>
          </li>
        ))}
      </ol>
      <p className="mt-3.5 text-xs">
        <a
          href={docsUrl}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 text-muted underline hover:text-ink"
        >
          Documentation of {title}
          <ExternalLink size={12} aria-hidden />
        </a>
      </p>
    </>
  )
}

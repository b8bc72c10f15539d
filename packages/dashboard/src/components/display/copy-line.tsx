import { CopyButton } from '../actions/copy-button.tsx'

/** A line of text that people copy, such as a URL. */
export function CopyLine({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex min-w-0 items-center gap-2 rounded-md border border-line bg-sunken py-1.5 pr-1.5 pl-3">
      <span className="min-w-0 flex-1 font-mono text-xs break-all">{text}</span>
      <CopyButton text={text} label={label} />
    </div>
  )
}

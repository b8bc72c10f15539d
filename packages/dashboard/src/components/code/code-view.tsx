import { Download, WrapText } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Button } from '../actions/button.tsx'
import { CopyButton } from '../actions/copy-button.tsx'
import { downloadText } from './download-text.ts'
import { formatBytes } from './format-bytes.ts'
import { indentJson, looksLikeJson } from './json-text.ts'
import { bytesOf, firstBytes } from './text-bytes.ts'

const CodeMirror = lazy(() => import('./code-mirror.tsx'))

/** Longer texts are shown as they were sent: to break them into lines would take too long. */
const INDENTED_CHARACTERS_MAX = 1024 * 1024
/** Shown at first: opening a payload takes no time, whatever its size. */
const SHOWN_BYTES = 64 * 1024

export interface CodeViewProps {
  /** What the text is, for screen readers and the name of the downloaded file. */
  label: string
  /** Shown as it is, never as markup, never parsed. */
  text: string
  /** The text is only the beginning of what there was. */
  isTruncated?: boolean
}

/** A text with line numbers, folding and search (Ctrl-F). JSON is broken into lines; every character stays. */
export function CodeView({ label, text, isTruncated = false }: CodeViewProps) {
  const isJson = looksLikeJson(text)
  const [isIndented, setIndented] = useState(isJson)
  const [isWhole, setWhole] = useState(false)
  const [bytes, beginning] = useMemo(() => [bytesOf(text), firstBytes(text, SHOWN_BYTES)], [text])
  const isLong = bytes > SHOWN_BYTES
  const shown = useMemo(() => {
    const part = isWhole ? text : beginning
    return isIndented && part.length <= INDENTED_CHARACTERS_MAX ? indentJson(part) : part
  }, [text, beginning, isWhole, isIndented])
  if (text === '') return <p className="text-sm text-faint">Empty</p>
  return (
    <div className="overflow-hidden rounded-md border border-line bg-sunken">
      <div className="flex items-center justify-between gap-2 border-b border-line py-1 pr-1.5 pl-3">
        <span className="truncate text-xs text-faint">
          {label} · {formatBytes(bytes)}
          {isTruncated && ' (the beginning)'}
        </span>
        <span className="flex shrink-0 items-center">
          {isJson && (
            <Button
              kind="plain"
              size="small"
              icon={<WrapText size={13} aria-hidden />}
              aria-pressed={isIndented}
              onClick={() => setIndented(!isIndented)}
            >
              {isIndented ? 'As sent' : 'Indent'}
            </Button>
          )}
          <CopyButton text={text} label={`Copy ${label}`} />
        </span>
      </div>
      <Suspense fallback={<Plain label={label} text={shown} />}>
        <CodeMirror label={label} text={shown} isJson={isJson} />
      </Suspense>
      {isLong && !isWhole && (
        <div className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-2 text-xs text-muted">
          The first {formatBytes(SHOWN_BYTES)} of {formatBytes(bytes)}.
          <Button size="small" onClick={() => setWhole(true)}>
            Show all
          </Button>
          <Button
            size="small"
            icon={<Download size={13} aria-hidden />}
            onClick={() => downloadText(fileNameOf(label), text)}
          >
            Download
          </Button>
        </div>
      )}
    </div>
  )
}

/** While the viewer loads: the same text at the same place. */
function Plain({ label, text }: { label: string; text: string }) {
  return (
    <pre
      role="region"
      aria-label={label}
      // Scrolls with the keyboard, too.
      tabIndex={0}
      className="max-h-128 overflow-auto py-1 pl-10 font-mono text-xs leading-5 whitespace-pre"
    >
      {text}
    </pre>
  )
}

function fileNameOf(label: string): string {
  return `${label.toLowerCase().replaceAll(/[^a-z0-9_]+/g, '-')}.txt`
}

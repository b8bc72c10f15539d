import { lazy, Suspense } from 'react'
import { classes } from '../classes.ts'

const CodeEditor = lazy(() => import('./code-editor.tsx'))

export interface JsonEditorProps {
  /** For screen readers. */
  label: string
  /** The text that it begins with; later ones are ignored. */
  initial: string
  onChange: (text: string) => void
  /** What is wrong with the text. */
  error?: string | undefined
  isReadOnly?: boolean
  /** For a few lines. */
  isShort?: boolean
}

/** An editor of JSON, which is loaded when it is first shown. Tab indents; Escape, then Tab, leaves it. */
export function JsonEditor({
  label,
  initial,
  onChange,
  error,
  isReadOnly = false,
  isShort = false,
}: JsonEditorProps) {
  return (
    <div className="space-y-1.5">
      <div
        className={classes(
          'overflow-hidden rounded-md border bg-sunken focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent',
          error === undefined ? 'border-line-strong' : 'border-bad-mark',
        )}
      >
        <Suspense fallback={<div className={isShort ? 'h-24' : 'h-72'} />}>
          <CodeEditor
            label={label}
            initial={initial}
            onChange={onChange}
            isInvalid={error !== undefined}
            isReadOnly={isReadOnly}
            isShort={isShort}
          />
        </Suspense>
      </div>
      {error !== undefined && (
        <p role="alert" className="text-xs whitespace-pre-line text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

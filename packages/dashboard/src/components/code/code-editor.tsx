import { lazy, Suspense } from 'react'
import { classes } from '../classes.ts'

const Editor = lazy(() => import('./code-mirror-editor.tsx'))

export interface CodeEditorProps {
  /** For screen readers. */
  label: string
  /** The text at first; a new `key` begins with another one. */
  initialText: string
  onChange: (text: string) => void
  isInvalid?: boolean
}

/** A field for JSON, with line numbers and colours. Its text is not parsed. */
export function CodeEditor({ isInvalid = false, ...editor }: CodeEditorProps) {
  return (
    <div
      className={classes(
        'min-h-22 overflow-hidden rounded-md border bg-surface focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent',
        isInvalid ? 'border-bad-mark' : 'border-line-strong',
      )}
    >
      <Suspense fallback={<pre className="py-1 pl-10 font-mono text-xs leading-5">{editor.initialText}</pre>}>
        <Editor {...editor} />
      </Suspense>
    </div>
  )
}

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import { styleNonce } from '../../app/nonce.ts'

/** Tab leaves the editor: people who use the keyboard only must not be caught in it. */
const EXTENSIONS = [
  lineNumbers(),
  history(),
  indentOnInput(),
  bracketMatching(),
  json(),
  keymap.of([...defaultKeymap, ...historyKeymap]),
  syntaxHighlighting(classHighlighter),
  EditorState.tabSize.of(2),
  EditorView.lineWrapping,
  EditorView.cspNonce.of(styleNonce()),
]

/** Edits JSON. It is a module of its own, loaded when the first editor is shown. */
export default function CodeMirrorEditor({
  label,
  initialText,
  onChange,
}: {
  label: string
  initialText: string
  onChange: (text: string) => void
}) {
  const host = useRef<HTMLDivElement>(null)
  const first = useRef(initialText)
  const latest = useRef(onChange)
  useEffect(() => {
    latest.current = onChange
  })
  useEffect(() => {
    if (host.current === null) return
    const view = new EditorView({
      parent: host.current,
      doc: first.current,
      extensions: [
        ...EXTENSIONS,
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) latest.current(update.state.doc.toString())
        }),
      ],
    })
    return () => view.destroy()
  }, [label])
  return <div ref={host} className="cm-host cm-host-editable" />
}

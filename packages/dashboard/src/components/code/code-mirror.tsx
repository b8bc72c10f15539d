import { defaultKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { codeFolding, foldGutter, foldKeymap, syntaxHighlighting } from '@codemirror/language'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import { styleNonce } from '../../app/nonce.ts'

/** The colours are in `styles/code.css`. */
const EXTENSIONS = [
  lineNumbers(),
  foldGutter(),
  codeFolding(),
  search({ top: true }),
  highlightSelectionMatches(),
  keymap.of([...defaultKeymap, ...searchKeymap, ...foldKeymap]),
  syntaxHighlighting(classHighlighter),
  EditorState.readOnly.of(true),
  EditorView.cspNonce.of(styleNonce()),
]

/** Shows a text that cannot be changed. It is a module of its own, loaded when the first text is shown. */
export default function CodeMirror({
  label,
  text,
  isJson,
}: {
  label: string
  text: string
  isJson: boolean
}) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (host.current === null) return
    const view = new EditorView({
      parent: host.current,
      doc: text,
      extensions: [
        ...EXTENSIONS,
        // With `tabindex`, screen readers and their checks know that it can be scrolled by keyboard.
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        ...(isJson ? [json()] : [EditorView.lineWrapping]),
      ],
    })
    return () => view.destroy()
  }, [label, text, isJson])
  return <div ref={host} className="cm-host" />
}

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import { styleNonce } from '../../app/nonce.ts'
import { classes } from '../classes.ts'

/** The colours are in `styles/code.css`. */
const EXTENSIONS = [
  lineNumbers(),
  foldGutter(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  search({ top: true }),
  keymap.of([...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, indentWithTab]),
  syntaxHighlighting(classHighlighter),
  json(),
  EditorView.lineWrapping,
  EditorView.cspNonce.of(styleNonce()),
]

export interface CodeEditorProps {
  label: string
  initial: string
  onChange: (text: string) => void
  isInvalid: boolean
  isReadOnly: boolean
  isShort: boolean
}

/** CodeMirror, in a module of its own: few people edit. */
export default function CodeEditor({
  label,
  initial,
  onChange,
  isInvalid,
  isReadOnly,
  isShort,
}: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const text = useRef(initial)
  const changed = useRef(onChange)
  useEffect(() => {
    changed.current = onChange
  })
  useEffect(() => {
    if (host.current === null) return
    const view = new EditorView({
      parent: host.current,
      doc: text.current,
      extensions: [
        ...EXTENSIONS,
        EditorState.readOnly.of(isReadOnly),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (!docChanged) return
          text.current = state.doc.toString()
          changed.current(text.current)
        }),
      ],
    })
    return () => view.destroy()
  }, [label, isReadOnly])
  useEffect(() => {
    host.current?.querySelector('.cm-content')?.setAttribute('aria-invalid', String(isInvalid))
  }, [isInvalid])
  return <div ref={host} className={classes('cm-host cm-editable', isShort && 'cm-short')} />
}

import { useEffect, useRef } from 'react'

/** Keys typed into these are text. */
const TEXT_FIELDS = 'input, textarea, select, [contenteditable="true"], .cm-editor'
/** Enter presses these. */
const PRESSABLE = 'a, button, summary, [role="button"]'

/**
 * Calls back when a key is pressed outside of text fields and dialogs, without modifiers.
 * @param key as in `KeyboardEvent.key`
 */
export function useShortcut(key: string, onPress: () => void): void {
  const latest = useRef(onPress)
  useEffect(() => {
    latest.current = onPress
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
        return
      const taken = key === 'Enter' ? `${TEXT_FIELDS}, ${PRESSABLE}` : TEXT_FIELDS
      const target = event.target instanceof Element ? event.target : document.body
      if (target.closest(`${taken}, [role="dialog"], [role="menu"]`) !== null) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [key])
}

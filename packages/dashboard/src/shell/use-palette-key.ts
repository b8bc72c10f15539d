import { useEffect } from 'react'

/**
 * Ctrl-K, or Command-K: also within text fields.
 * @param onPress undefined: the key stays the browser's
 */
export function usePaletteKey(onPress: (() => void) | undefined): void {
  useEffect(() => {
    if (onPress === undefined) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      onPress()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
}

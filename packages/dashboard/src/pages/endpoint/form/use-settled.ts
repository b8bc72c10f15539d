import { useEffect, useState } from 'react'

const PAUSE_MS = 250

/** A text once it has not been typed in for a moment: not every key is worth a request. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

import { emitKeypressEvents } from 'node:readline'
import type { Cli } from '../cli.ts'

/** What keys do. */
export interface KeyActions {
  onResend: () => void
  onQuit: () => void
}

/**
 * Reads keys while the command runs in a terminal.
 * @returns a function that gives the terminal back; undefined without a terminal
 */
export function readKeys(
  { input }: Pick<Cli, 'input'>,
  { onResend, onQuit }: KeyActions,
): (() => void) | undefined {
  if (!input.isTTY) return undefined
  emitKeypressEvents(input)
  input.setRawMode(true)
  const onKey = (_: string | undefined, { name, ctrl }: { name?: string; ctrl?: boolean }) => {
    // The terminal sends no signal for Ctrl-C in this mode.
    if (name === 'q' || (ctrl === true && name === 'c')) onQuit()
    else if (name === 'r') onResend()
  }
  input.on('keypress', onKey)
  input.resume()
  return () => {
    input.off('keypress', onKey)
    input.setRawMode(false)
    input.pause()
  }
}

import type { Attempt } from '../../data/deliveries.ts'

export interface Phase {
  name: string
  ms: number
  /** Its class of colour. */
  className: string
}

/** The phases of an attempt that took place, in their order. What no phase explains is the rest. */
export function phasesOf({ dnsMs, connectMs, tlsMs, firstByteMs, totalMs }: Attempt['phases']): Phase[] {
  const known = [
    { name: 'DNS', ms: dnsMs, className: 'bg-quiet-mark' },
    { name: 'Connect', ms: connectMs, className: 'bg-warn-mark' },
    { name: 'TLS', ms: tlsMs, className: 'bg-horn' },
    { name: 'Waiting for the reply', ms: firstByteMs, className: 'bg-info-mark' },
  ].flatMap(({ ms, ...phase }) => (ms === null ? [] : [{ ...phase, ms }]))
  const rest = totalMs - known.reduce((sum, { ms }) => sum + ms, 0)
  const last =
    firstByteMs === null
      ? { name: 'Until it failed', className: 'bg-bad-mark' }
      : { name: 'Reading the reply', className: 'bg-ok-mark' }
  return rest > 0 ? [...known, { ...last, ms: rest }] : known
}

import type { Capacity } from './in-flight.ts'

const MIB = 1024 ** 2
/** What a request in flight takes up besides its body: its socket, buffers, headers, the row, and what TLS keeps. */
const BYTES_PER_SLOT = 64 * 1024
/** What the process takes up with nothing in flight. */
const BASE_BYTES = 128 * MIB
const BYTES_MIN = 16 * MIB
/** A body is in memory several times for a while: as it was read, as it is sent, in the buffers of the socket. */
const USABLE_SHARE = 0.5

/** What the process may use. */
export interface MemoryLimits {
  /** Of its control group, or of the machine. */
  processBytes: number
  /** Of V8's heap. Bodies are outside of it, but not what stands around them. */
  heapBytes: number
}

/**
 * How much may be in flight, from the memory that there is.
 * @param slotsMax the most deliveries in flight, however much memory there is: `WORKER_CONCURRENCY`
 */
export function capacityOf(slotsMax: number, { processBytes, heapBytes }: MemoryLimits): Capacity {
  const usable = Math.min((processBytes - BASE_BYTES) * USABLE_SHARE, heapBytes * USABLE_SHARE)
  const bytes = Math.max(BYTES_MIN, Math.floor(usable))
  const slots = Math.max(1, Math.min(slotsMax, Math.floor(bytes / BYTES_PER_SLOT)))
  return { slots, bytes, bytesPerSlot: BYTES_PER_SLOT }
}

import type { Capacity } from './in-flight.ts'

const MIB = 1024 ** 2
/** Memory of a request in flight besides its body: socket, buffers, headers, row, TLS state. */
const BYTES_PER_SLOT = 64 * 1024
/** Memory of the process with nothing in flight. */
const BASE_BYTES = 128 * MIB
const BYTES_MIN = 16 * MIB
/** A body is in memory several times for a while: as read, as sent, and in the buffers of the socket. */
const USABLE_SHARE = 0.5

/** Memory that the process may use. */
export interface MemoryLimits {
  /** Of its control group, or of the machine. */
  processBytes: number
  /** Of V8's heap, which holds the objects around the bodies, but not the bodies. */
  heapBytes: number
}

/**
 * Capacity for deliveries in flight, from the available memory.
 * @param slotsMax upper bound of deliveries in flight: `WORKER_CONCURRENCY`
 */
export function capacityOf(slotsMax: number, { processBytes, heapBytes }: MemoryLimits): Capacity {
  const usable = Math.min((processBytes - BASE_BYTES) * USABLE_SHARE, heapBytes * USABLE_SHARE)
  const bytes = Math.max(BYTES_MIN, Math.floor(usable))
  const slots = Math.max(1, Math.min(slotsMax, Math.floor(bytes / BYTES_PER_SLOT)))
  return { slots, bytes, bytesPerSlot: BYTES_PER_SLOT }
}

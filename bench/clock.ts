/** Milliseconds of a clock that only goes on, and is the same one in every process of this machine. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

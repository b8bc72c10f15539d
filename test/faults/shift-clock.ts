/**
 * Shifts the clock of this process. Timers, which use another clock, are not affected.
 * @param offsetMs positive: the clock is ahead
 */
export function shiftClock(offsetMs: number): void {
  const RealDate = Date
  const now = () => RealDate.now() + offsetMs
  // A proxy and not a subclass: dates made elsewhere stay instances of `Date`.
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, property) => (property === 'now' ? now : Reflect.get(target, property)),
  })
}

/**
 * The endpoints that wait with a body which was too large for a claim, or for the memory that was free: how large a body is only its
 * row says. Each until its next delivery is tried.
 */
export class LargeBodies {
  readonly #byTenant = new Map<string, Map<string, number>>()

  /** Tenants with such endpoints, in the order in which they are served: the first is next. */
  get tenants(): Iterable<string> {
    return this.#byTenant.keys()
  }

  has(tenantId: string): boolean {
    return this.#byTenant.has(tenantId)
  }

  /** Of the largest body with which the endpoint waits; 0 when it waits with none. */
  bytesOf(tenantId: string, endpointId: string): number {
    return this.#byTenant.get(tenantId)?.get(endpointId) ?? 0
  }

  /** A tenant that is new to it comes last. */
  add(tenantId: string, endpointId: string, bytes: number): void {
    const endpoints = this.#byTenant.get(tenantId) ?? new Map<string, number>()
    endpoints.set(endpointId, Math.max(bytes, endpoints.get(endpointId) ?? 0))
    this.#byTenant.set(tenantId, endpoints)
  }

  delete(tenantId: string, endpointId: string): void {
    const endpoints = this.#byTenant.get(tenantId)
    endpoints?.delete(endpointId)
    if (endpoints?.size === 0) this.#byTenant.delete(tenantId)
  }

  /** It was served: now it comes last. */
  moveToEnd(tenantId: string): void {
    const endpoints = this.#byTenant.get(tenantId)
    if (endpoints === undefined) return
    this.#byTenant.delete(tenantId)
    this.#byTenant.set(tenantId, endpoints)
  }
}

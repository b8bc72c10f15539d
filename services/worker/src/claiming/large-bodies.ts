/**
 * Endpoints whose body was too large for a claim or for the free memory, until their next delivery is tried. The size of a body is
 * known only from its row.
 */
export class LargeBodies {
  readonly #byTenant = new Map<string, Map<string, number>>()

  /** Tenants with such endpoints, in the order of service: the first is next. */
  get tenants(): Iterable<string> {
    return this.#byTenant.keys()
  }

  has(tenantId: string): boolean {
    return this.#byTenant.has(tenantId)
  }

  /** Size of the largest body that waits for the endpoint; 0 for none. */
  bytesOf(tenantId: string, endpointId: string): number {
    return this.#byTenant.get(tenantId)?.get(endpointId) ?? 0
  }

  /** Adds a body. A new tenant comes last. */
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

  /** Moves a tenant that was served to the end. */
  moveToEnd(tenantId: string): void {
    const endpoints = this.#byTenant.get(tenantId)
    if (endpoints === undefined) return
    this.#byTenant.delete(tenantId)
    this.#byTenant.set(tenantId, endpoints)
  }
}

/** An address of a name. */
export interface ResolvedAddress {
  address: string
  family: 4 | 6
}

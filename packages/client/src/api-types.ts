// The only import from another package. The build puts the types themselves here, so that the package has no dependency.
export type { components, operations } from '@posthorn/contracts/client-types'

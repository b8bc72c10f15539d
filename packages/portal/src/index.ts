import { definePosthornPortal } from './portal-element.ts'

export type { Mode } from './messages.ts'
export { type GetSession, PosthornPortal } from './portal-element.ts'

definePosthornPortal()

/**
 * Which rules an event was made by. Services keep them in memory; whatever changes them changes the version, in the same
 * transaction (a trigger: prisma/migrations). The statement that stores an event compares it, so nothing is ever
 * stored by rules that were changed before, whichever process changed them and whatever messages were lost.
 */
export interface RulesVersion {
  /** Of what is the tenant's: endpoints, keys, sources, its own fields. */
  tenant: string
  /** Of the event types; undefined for what the catalogue has no say in. */
  catalogue: string | undefined
}

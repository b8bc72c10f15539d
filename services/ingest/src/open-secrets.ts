import { type IngestSource, rowOfSecret } from '@posthorn/database'
import type { SecretBox } from '@posthorn/secrets'

const opened = new WeakMap<IngestSource, string[]>()

/** What verifies a source's requests. Opened once for each source that was read. */
export function openSecrets(secretBox: SecretBox, source: IngestSource): string[] {
  const known = opened.get(source)
  if (known !== undefined) return known
  const secrets = source.secrets.map(({ id, sealed }) => secretBox.open(sealed, rowOfSecret(source.id, id)))
  const all = source.publicKey === null ? secrets : [...secrets, source.publicKey]
  opened.set(source, all)
  return all
}

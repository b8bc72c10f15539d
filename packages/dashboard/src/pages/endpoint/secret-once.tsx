import { ShownOnce } from '../../components/display/shown-once.tsx'

/** The signing secret of an endpoint, which no other page shows again. */
export function SecretOnce({ secret }: { secret: string }) {
  return (
    <ShownOnce label="Signing secret" value={secret}>
      Copy it now: it is not shown again. Your receiver needs it to verify signatures. If you lose it, rotate
      the secret.
    </ShownOnce>
  )
}

import { CircleAlert } from 'lucide-react'

/** What is wrong with a form and belongs to none of its fields. */
export function FormAlert({ message }: { message: string | undefined }) {
  if (message === undefined) return null
  return (
    <p
      role="alert"
      className="flex items-start gap-2 rounded-md bg-bad-soft px-3 py-2 text-sm whitespace-pre-line text-bad"
    >
      <CircleAlert size={15} aria-hidden className="mt-0.5 shrink-0" />
      {message}
    </p>
  )
}

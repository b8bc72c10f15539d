/** Events of Posthorn itself that an endpoint may subscribe to. */
const OWN = [
  { value: 'posthorn.endpoint.failing', text: 'An endpoint keeps failing' },
  { value: 'posthorn.endpoint.disabled', text: 'An endpoint was disabled' },
  { value: 'posthorn.delivery.exhausted', text: 'A delivery has used up its retries' },
]

export interface Suggestion {
  value: string
  text: string
}

/** What the field of event types offers: all, the types of the catalogue, their prefixes, and Posthorn's own. */
export function suggestionsOf(catalogue: readonly { name: string; description: string }[]): Suggestion[] {
  const prefixes = new Set(
    catalogue.flatMap(({ name }) => {
      const parts = name.split('.')
      return parts.slice(1).map((_part, index) => `${parts.slice(0, index + 1).join('.')}.*`)
    }),
  )
  return [
    { value: '*', text: 'All events' },
    ...[...prefixes].map((value) => ({ value, text: `All that begin with ${value.slice(0, -1)}` })),
    ...catalogue.map(({ name, description }) => ({ value: name, text: description })),
    ...OWN,
  ]
}

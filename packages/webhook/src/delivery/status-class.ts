/** What an attempt came to, as it is counted: the class of the status, or `none` for no reply that HTTP has a class for. */
export const STATUS_CLASSES = ['2xx', '3xx', '4xx', '5xx', 'none'] as const
export type StatusClass = (typeof STATUS_CLASSES)[number]

export function statusClassOf(statusCode: number | undefined): StatusClass {
  const name = `${Math.floor((statusCode ?? 0) / 100)}xx`
  return STATUS_CLASSES.find((known) => known === name) ?? 'none'
}

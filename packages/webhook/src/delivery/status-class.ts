/** Status class of an attempt in the statistics; `none`: no reply, or a status outside HTTP's classes. */
export const STATUS_CLASSES = ['2xx', '3xx', '4xx', '5xx', 'none'] as const
export type StatusClass = (typeof STATUS_CLASSES)[number]

export function statusClassOf(statusCode: number | undefined): StatusClass {
  const name = `${Math.floor((statusCode ?? 0) / 100)}xx`
  return STATUS_CLASSES.find((known) => known === name) ?? 'none'
}

import type { History } from './fill-history.ts'

/** A filter, as the query strings of several of its values. */
export interface Filter {
  name: string
  queries: readonly string[]
}

/** Every field of the filters of deliveries and attempts, alone and in combinations that an index does not select by itself. */
export function filtersOf({ endpointIds, eventTypes, from, to }: History): Filter[] {
  const [first, middle, last] = [0, 7, 13]
  const some = <Value>(values: readonly Value[]) =>
    [first, middle, last].flatMap((index) => values[index % values.length] ?? [])
  const each = (name: string, values: readonly string[]): Filter => ({
    name,
    queries: values.map((value) => `${name}=${value}`),
  })
  const together = (name: string, queries: readonly string[]): Filter => ({ name, queries })
  const middleOfTime = new Date((from.getTime() + to.getTime()) / 2).toISOString()
  const windows = [
    [from.toISOString(), middleOfTime],
    [middleOfTime, to.toISOString()],
  ] as const
  const endpoints = some(endpointIds)
  const types = some(eventTypes)
  return [
    together('no filter', ['']),
    ...['pending', 'succeeded', 'failed', 'cancelled'].map((status) => fixed(`status=${status}`)),
    each('endpointId', endpoints),
    each('eventType', types),
    ...['503', '404', '5xx', '4xx', 'none', '2xx'].map((code) => fixed(`statusCode=${code}`)),
    ...['timeout', 'tls_failure', 'dns_failure'].map((code) => fixed(`errorCode=${code}`)),
    ...['schedule', 'manual', 'recover', 'test'].map((trigger) => fixed(`trigger=${trigger}`)),
    together(
      'from and to',
      windows.map(([since, until]) => `from=${since}&to=${until}`),
    ),
    together(
      'finishedFrom and finishedTo',
      windows.map(([since, until]) => `finishedFrom=${since}&finishedTo=${until}`),
    ),
    together('20 endpoints', [`endpointId=${endpointIds.join()}`]),
    together('20 endpoints, failed', [`endpointId=${endpointIds.join()}&status=failed`]),
    together('20 event types', [`eventType=${eventTypes.join()}`]),
    fixed('status=succeeded&trigger=test'),
    fixed('status=succeeded&statusCode=404'),
    fixed('status=failed&errorCode=tls_failure'),
    together(
      'endpoint and event type',
      endpoints.map((id, index) => `endpointId=${id}&eventType=${types[index]}`),
    ),
    together(
      'endpoint and rare error',
      endpoints.map((id) => `endpointId=${id}&errorCode=tls_failure`),
    ),
    together(
      'endpoint, event type, status and time',
      windows.map(
        ([since, until]) =>
          `endpointId=${endpoints[0]}&eventType=${types[0]}&status=failed&statusCode=5xx&from=${since}&to=${until}`,
      ),
    ),
    together(
      'event type and finished',
      windows.map(([since]) => `eventType=${types[0]}&finishedFrom=${since}`),
    ),
    together(
      '5xx and finished',
      windows.map(([since]) => `statusCode=5xx&finishedFrom=${since}`),
    ),
    together('an event type without deliveries', ['eventType=history.none']),
  ]
}

function fixed(query: string): Filter {
  return { name: query, queries: [query] }
}

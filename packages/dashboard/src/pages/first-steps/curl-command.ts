/** The request that publishes an event, for a POSIX shell. The key is a variable: a page has none to show. */
export function curlCommand({
  origin,
  tenant,
  type,
  data,
}: {
  origin: string
  tenant: string
  type: string
  data: string
}): string {
  const body = `{"type":${JSON.stringify(type)},"data":${data}}`
  return [
    `curl -X POST ${origin}/v1/tenants/${tenant}/events \\`,
    `  -H "Authorization: Bearer $POSTHORN_API_KEY" \\`,
    `  -H 'content-type: application/json' \\`,
    `  -d '${body.replaceAll("'", String.raw`'\''`)}'`,
  ].join('\n')
}

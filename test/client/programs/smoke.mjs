// What a program of a user does, in each runtime that the client supports. Prints one line of JSON.
import { Posthorn, verifyWebhook } from '@posthorn/client'

const { URL_OF_API, KEY, TENANT, WEBHOOK } = globalThis.process.env
const posthorn = new Posthorn({ url: URL_OF_API, key: KEY, tenant: TENANT, userAgent: 'smoke/1' })
const { events } = posthorn.tenant()

const { id } = await events.publish({ type: 'smoke.tested', data: { n: 1 } })
const listed = []
for await (const event of events.list({ type: 'smoke.tested', limit: 1 })) listed.push(event.id)

const leave = new AbortController()
let first
for await (const { event } of posthorn.tenant().live({ signal: leave.signal })) {
  first = event
  break
}

const missing = await posthorn
  .tenant()
  .endpoints.get('ep_00000000000000000000000000')
  .catch((error) => error)

const { body, headers, secrets } = JSON.parse(WEBHOOK)
const verified = []
for (const secret of secrets) verified.push((await verifyWebhook(body, headers, secret)).json().data)
const refused = await verifyWebhook(`${body} `, headers, secrets).catch((error) => error)

console.log(
  JSON.stringify({
    isListed: listed.includes(id),
    first,
    missing: [missing.name, missing.code, missing.status],
    verified,
    refused: [refused.name, refused.code],
  }),
)

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idOf, problem, reply } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'whsec_of_stripe'
/** The test is the nearest proxy, 127.0.0.1; behind it are others in 10.0.0.0/8. */
const PROXIES = '127.0.0.0/8, 10.0.0.0/8, fd00::/8'

const accepted = reply(202, { status: 'accepted', eventId: idOf('evt') })
const notAllowed = (address: string) =>
  problem(
    403,
    'address_not_allowed',
    `The request comes from ${address}, which is not in the allowCidrs of the source.`,
  )

describe('behind trusted proxies', () => {
  let posthorn: Posthorn
  let tenant: Tenant
  let url: string
  let sent = 0
  beforeAll(async () => {
    posthorn = await startPosthorn({
      services: ['api', 'ingest'],
      // Listens for both families: IPv4 arrives as ::ffff:127.0.0.1.
      env: { TRUSTED_PROXY_CIDRS: PROXIES, HOST: '::' },
    })
    tenant = await posthorn.createTenant()
    const source = await tenant.source({
      name: 'stripe',
      provider: 'stripe',
      secrets: [SECRET],
      allowCidrs: ['203.0.113.0/24', '2001:db8:1::/48', 'github'],
    })
    url = `http://127.0.0.1:${new URL(posthorn.service('ingest').url).port}/webhooks/${source.id}`
  })
  afterAll(() => posthorn.stop())

  function sendThrough(forwardedFor: string | undefined) {
    const { body, headers } = stripeWebhook(SECRET, JSON.stringify({ id: `evt_${sent++}`, type: 'a.b' }))
    const forwarded = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }
    return sendWebhook(url, { body, headers: { ...headers, ...forwarded } })
  }

  it.each([
    ['IPv4', '203.0.113.7'],
    ['IPv6', '2001:db8:1::7'],
    ['IPv6 in another spelling', '2001:0DB8:0001:0:0:0:0:7'],
    ['IPv4-mapped', '::ffff:203.0.113.7'],
    ['a published range', '192.30.252.1'],
    ['a published range of IPv6', '2606:50c0::1'],
    ['a client behind two proxies', '203.0.113.7, 10.1.1.1'],
    ['a client that forged the beginning', '192.0.2.1, 203.0.113.7, 10.1.1.1'],
    ['a client with its port', '203.0.113.7:50000'],
  ])('allows %s', async (_name, forwardedFor) => {
    expect(await sendThrough(forwardedFor)).toEqual(accepted)
  })

  it.each([
    ['IPv4', '198.51.100.7', '198.51.100.7'],
    ['IPv6', '2001:db8:2::7', '2001:db8:2::7'],
    ['a client that claims an allowed address', '203.0.113.7, 198.51.100.7', '198.51.100.7'],
    ['a client that claims to be behind a proxy', '203.0.113.7, 10.0.0.1, 198.51.100.7', '198.51.100.7'],
    ['an address behind text that is no address', '203.0.113.7, unknown', '127.0.0.1'],
    ['a proxy itself', undefined, '127.0.0.1'],
    ['an empty header', '', '127.0.0.1'],
  ])('refuses %s', async (_name, forwardedFor, address) => {
    expect(await sendThrough(forwardedFor)).toEqual(notAllowed(address))
  })

  it('reads a long header from its end', async () => {
    const forged = Array.from({ length: 600 }, () => '203.0.113.7').join(',')
    expect(await sendThrough(`${forged},198.51.100.7`)).toEqual(notAllowed('198.51.100.7'))
  })
})

import { describe, expect, it } from 'vitest'
import { customHeaderIssues } from './custom-headers.ts'

const NAME = "expected a name of 1 to 128 of A-Z a-z 0-9 ! # $ % & ' * + - . ^ _ ` | ~"
const VALUE = 'expected visible ASCII characters, with spaces and tabs only between them'
const OWN = 'must not be set: Posthorn or HTTP itself sets it'
const TRUSTED = 'must not be set: proxies and cloud services trust it'

describe('custom headers', () => {
  it.each([
    [{}],
    [{ authorization: 'Bearer abc.def-123~+/==' }],
    [{ 'X-Api-Key': 'a', 'x-api-key2': '!~' }],
    [{ 'X-Text': 'two words,\tand a tab' }],
    [{ "!#$%&'*+-.^_`|~09": 'x' }],
    [{ ['x'.repeat(128)]: 'y'.repeat(4096) }],
    [{ 'X-Webhook': '1', webhook: '2', 'content-language': 'de', 'x-forward': '3', tracestate: 'a=b' }],
    [Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`x-${index}`, 'v']))],
  ])('may be %j', (headers) => {
    expect(customHeaderIssues(headers)).toEqual([])
  })

  it.each(['', 'a b', 'a:b', 'a\nb', 'é', 'a\0', '(x)', '"x"', 'x'.repeat(129)])(
    'may not have the name %j',
    (name) => {
      expect(customHeaderIssues({ [name]: 'x' })).toEqual([{ name, message: NAME }])
    },
  )

  it.each(['', ' ', ' a', 'a ', '\ta', 'a\r\nb: c', 'a\nb', 'a\0b', 'ä', '\x7f', '\ud800'])(
    'may not have the value %j',
    (value) => {
      expect(customHeaderIssues({ 'x-a': value })).toEqual([{ name: 'x-a', message: VALUE }])
    },
  )

  it.each(
    'Host connection Content-Length content-type content-encoding transfer-encoding TE trailer Trailers upgrade keep-alive expect User-Agent accept-encoding webhook-id Webhook-Signature webhook-anything X-Webhook-Event x-webhook-attempt traceparent x-posthorn-hops X-Posthorn-Anything svix-id Svix-Signature http2-settings max-forwards content-range webhook_signature Webhook_ID X_Webhook_Signature x-webhook_event content_length Transfer_Encoding x.webhook.event svix_id user_agent X_POSTHORN_HOPS'.split(
      ' ',
    ),
  )('may not be %s, which Posthorn or HTTP sets', (name) => {
    expect(customHeaderIssues({ [name]: 'x' })).toEqual([{ name, message: OWN }])
  })

  it.each(
    'cookie Forwarded via proxy-authorization Proxy-Connection x-forwarded-for X-Forwarded-Anything x-real-ip x-amz-date x-amzn-trace-id X-AWS-EC2-Metadata-Token x-goog-user x-google-id x-azure-ref x-fd-healthprobe Metadata-Flavor metadata X_Forwarded_For x.forwarded.for X~Forwarded~Proto x-forwarded Forwarded_For CF-Connecting-IP cf_connecting_ip CF-Ray True-Client-IP true_client_ip X-Client-IP client-ip X_Real_IP X-Cluster-Client-IP Fastly-Client-IP Akamai-Origin-Hop Fly-Client-IP CloudFront-Viewer-Address CDN-Loop X-Original-URL X-Original-Forwarded-For X-Rewrite-URL X-HTTP-Method-Override X-Method-Override X-Host X-Envoy-External-Address X-SSL-Client-Cert SSL-Client-Verify Client-Cert X-Auth-Request-User Remote-User X-Remote-User REMOTE_ADDR X-MS-Client-Principal X-MS-CLIENT-PRINCIPAL-ID X-Vault-Request X-Aliyun-Ecs-Metadata-Token Early-Data X-Appengine-User-Ip X-Vercel-Id PROXY_AUTHORIZATION'.split(
      ' ',
    ),
  )('may not be %s, which servers trust', (name) => {
    expect(customHeaderIssues({ [name]: 'x' })).toEqual([{ name, message: TRUSTED }])
  })

  it('may not have duplicates in different cases', () => {
    expect(customHeaderIssues({ 'X-Key': 'a', 'x-other': 'b', 'x-kEY': 'c' })).toEqual([
      { name: 'x-kEY', message: 'duplicate header: names are case-insensitive' },
    ])
  })

  it('are reported for each issue', () => {
    expect(customHeaderIssues({ host: 'a', 'x-a': 'ok', 'x-b': '' })).toEqual([
      { name: 'host', message: OWN },
      { name: 'x-b', message: VALUE },
    ])
  })

  it.each([
    [{ 'x-a': 'y'.repeat(4097) }, { name: 'x-a', message: 'must not be longer than 4096 characters' }],
    [
      Object.fromEntries(['a', 'b', 'c'].map((name) => [name, 'y'.repeat(4096)])),
      { message: 'must not be longer than 12288 characters, names and values together' },
    ],
    [
      Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`x-${index}`, 'v'])),
      { message: 'must have at most 50 headers' },
    ],
  ])('are limited: %#', (headers, issue) => {
    expect(customHeaderIssues(headers)).toEqual([issue])
  })
})

import { describe, expect, it } from 'vitest'
import { attemptCurl } from './attempt-curl.ts'

const URL = 'https://example.com/hooks?a=[1]'
const SENT = {
  'content-type': 'application/json',
  'webhook-id': 'evt_1',
  'webhook-timestamp': '1750000000',
  'webhook-signature': 'v1,[masked] v1,[masked] v1a,[masked]',
}

const linesOf = (headers: Record<string, string>, body = '{}') =>
  attemptCurl({ url: URL, headers, body }).text.split('\n')

describe('an attempt as cURL', () => {
  it('is signed when it is run, with the secret in a variable and the time of the run', () => {
    const { text, variables } = attemptCurl({ url: URL, headers: SENT, body: '{}' })
    expect(variables).toEqual(['WEBHOOK_SECRET'])
    expect(text).toContain(': "${WEBHOOK_SECRET:?is not set}"\n')
    expect(text).toContain('-H "webhook-timestamp: $timestamp"')
    expect(text).toContain('-H "webhook-signature: v1,$signature"')
    expect(text).not.toContain('masked')
    expect(text).not.toContain('1750000000')
  })

  it('signs the body alone where the endpoint wants that, once during a rotation', () => {
    const lines = linesOf({
      'x-webhook-signature': 'sha256=[masked]',
      'x-webhook-signature-next': 'sha256=[masked]',
    })
    expect(lines).toContain('  -H "x-webhook-signature: sha256=$body_signature" \\')
    expect(lines.join('\n')).not.toContain('signature-next')
  })

  it('leaves out a signature that needs the private key, and keeps its time', () => {
    const { text, variables } = attemptCurl({
      url: URL,
      headers: { ...SENT, 'webhook-signature': 'v1a,[masked]' },
      body: '{}',
    })
    expect(variables).toEqual([])
    expect(text).toContain("-H 'webhook-timestamp: 1750000000'")
    expect(text).not.toContain('webhook-signature')
  })

  it('takes the value of each custom header from a variable', () => {
    const { text, variables } = attemptCurl({
      url: URL,
      headers: { Authorization: '********', 'x-$(id)': '********' },
      body: '{}',
    })
    expect(variables).toEqual(['HEADER_AUTHORIZATION', 'HEADER_X___ID_'])
    expect(text).toContain(`-H 'authorization: '"$HEADER_AUTHORIZATION"`)
    expect(text).toContain(`-H 'x-$(id): '"$HEADER_X___ID_"`)
  })

  it('quotes what a shell would run, and keeps an empty header', () => {
    const lines = linesOf({ 'x-note': "it's $(id)", 'x-empty': '' }, `{"a":"'; id; '"}`)
    expect(lines).toContain(String.raw`body='{"a":"'\''; id; '\''"}'`)
    expect(lines).toContain(String.raw`  -H 'x-note: it'\''s $(id)' ` + '\\')
    expect(lines).toContain(`  -H 'x-empty;' \\`)
  })
})

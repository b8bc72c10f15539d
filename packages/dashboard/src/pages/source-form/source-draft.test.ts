import { describe, expect, it } from 'vitest'
import type { Provider } from '../../data/providers.ts'
import type { Source } from '../../data/sources.ts'
import { changeOf, createOf, draftOf, emptyDraft } from './source-draft.ts'

const PROVIDER: Provider = {
  name: 'aws-sns',
  title: 'Amazon SNS',
  docsUrl: 'https://docs.example.com',
  setup: [],
  secret: { label: 'Secret', description: '', example: '' },
  publicKey: null,
  configSchema: { type: 'object', properties: { topicArn: { type: 'string' }, version: { type: 'string' } } },
  addresses: null,
  duplicateDetection: 'signed-id',
  sampleTypes: [],
}

const SOURCE: Source = {
  id: 'src_01h455vb4pex5vsknk084sn02q',
  name: 'billing',
  provider: 'aws-sns',
  publicKey: null,
  config: { topicArn: 'arn:aws:sns:eu-west-1:123456789012:a', version: '1' },
  eventTypePrefix: '',
  toleranceSeconds: 300,
  dedupeWindowSeconds: 86_400,
  dedupeBy: 'id-or-body',
  rateLimitPerSecond: 50,
  allowCidrs: ['203.0.113.0/24', 'stripe'],
  bodyMaxBytes: null,
  enabled: true,
  metadata: { team: 'billing' },
  ingestUrl: 'https://hooks.example.com/webhooks/src_01h455vb4pex5vsknk084sn02q',
  createdAt: '2026-11-28T07:00:00.000Z',
  updatedAt: '2026-11-28T07:00:00.000Z',
}

describe('the form of a new source', () => {
  it('begins with the name of its provider, and leaves what is empty to the API', () => {
    expect(createOf(emptyDraft(PROVIDER), PROVIDER)).toEqual({
      name: 'aws-sns',
      provider: 'aws-sns',
      config: {},
      eventTypePrefix: 'aws-sns',
      dedupeBy: 'id',
      rateLimitPerSecond: null,
      allowCidrs: null,
      bodyMaxBytes: null,
      metadata: {},
    })
  })

  it('sends the secrets that are filled, in their order', () => {
    const draft = { ...emptyDraft(PROVIDER), secrets: ['new ', '', 'old'] }
    expect(createOf(draft, PROVIDER).secrets).toEqual(['new', 'old'])
  })

  it('sends what is no number or no JSON as it is, for the API to refuse', () => {
    const draft = { ...emptyDraft(PROVIDER), toleranceSeconds: 'soon', metadata: '{' }
    expect(createOf(draft, PROVIDER)).toMatchObject({ toleranceSeconds: 'soon', metadata: '{' })
  })
})

describe('the form of a source', () => {
  it('changes nothing by itself, and keeps the secrets, which it cannot show', () => {
    const change = changeOf(draftOf(SOURCE), PROVIDER)
    expect(SOURCE).toMatchObject({ ...change, publicKey: null })
    expect(Object.keys(change).toSorted()).toEqual([
      'allowCidrs',
      'bodyMaxBytes',
      'config',
      'dedupeBy',
      'dedupeWindowSeconds',
      'eventTypePrefix',
      'metadata',
      'name',
      'rateLimitPerSecond',
      'toleranceSeconds',
    ])
  })

  it('takes limits away', () => {
    const draft = { ...draftOf(SOURCE), rateLimitPerSecond: '', allowCidrs: ' \n' }
    expect(changeOf(draft, PROVIDER)).toMatchObject({ rateLimitPerSecond: null, allowCidrs: null })
  })

  it('reads ranges one a line, or with commas', () => {
    const draft = { ...draftOf(SOURCE), allowCidrs: 'stripe, 203.0.113.0/24\n2001:db8::/32' }
    expect(changeOf(draft, PROVIDER).allowCidrs).toEqual(['stripe', '203.0.113.0/24', '2001:db8::/32'])
  })
})

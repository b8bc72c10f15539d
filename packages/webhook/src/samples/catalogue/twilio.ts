import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const account = `AC${'0123456789abcdef'.repeat(2)}`
const sid = (prefix: string, { uuid }: SampleContext) => prefix + uuid().replaceAll('-', '')

const message = (status: string, s: SampleContext): SampleData => {
  const id = sid('SM', s)
  return {
    AccountSid: account,
    ApiVersion: '2010-04-01',
    From: '+15005550006',
    To: '+4930123456',
    MessageSid: id,
    MessageStatus: status,
    SmsSid: id,
    SmsStatus: status,
  }
}

const call = (status: string, s: SampleContext): SampleData => ({
  AccountSid: account,
  ApiVersion: '2010-04-01',
  CallSid: sid('CA', s),
  CallStatus: status,
  CallbackSource: 'call-progress-events',
  Direction: 'outbound-api',
  From: '+15005550006',
  To: '+4930123456',
  SequenceNumber: '0',
  Timestamp: s.now.toUTCString(),
})

export const twilio: ProviderSamples = {
  types: {
    'message.delivered': (s) => message('delivered', s),
    'message.sent': (s) => message('sent', s),
    'message.failed': (s) => ({ ...message('failed', s), ErrorCode: '30003' }),
    'message.received': (s) => ({
      ...message('received', s),
      Body: 'Where is order A-1001?',
      FromCity: 'BERLIN',
      FromCountry: 'DE',
      NumMedia: '0',
      NumSegments: '1',
    }),
    'call.completed': (s) => ({ ...call('completed', s), CallDuration: '42' }),
  },
  headers: ({ context }) => ({ 'i-twilio-idempotency-token': context.uuid() }),
  format: 'form',
}

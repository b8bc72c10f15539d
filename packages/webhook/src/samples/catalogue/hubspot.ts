import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const event = (type: string, more: SampleData, { number, now }: SampleContext): SampleData => ({
  appId: 1_000_001,
  eventId: number(10),
  subscriptionId: 2_000_001,
  portalId: 3_000_001,
  occurredAt: now.getTime(),
  subscriptionType: type,
  attemptNumber: 0,
  objectId: number(9),
  changeSource: 'CRM',
  ...more,
})

export const hubspot: ProviderSamples = {
  types: {
    'contact.creation': (s) => event('contact.creation', { changeFlag: 'NEW' }, s),
    'contact.propertyChange': (s) =>
      event('contact.propertyChange', { propertyName: 'email', propertyValue: 'ada@example.com' }, s),
    'company.creation': (s) => event('company.creation', { changeFlag: 'NEW' }, s),
    'deal.creation': (s) => event('deal.creation', { changeFlag: 'NEW' }, s),
  },
  renew: (data, { number, now }) => ({ ...data, eventId: number(10), occurredAt: now.getTime() }),
  isList: true,
}

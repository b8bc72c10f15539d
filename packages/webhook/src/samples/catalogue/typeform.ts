import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const response = (type: string, { id, time }: SampleContext): SampleData => ({
  event_id: id('', 26),
  event_type: type,
  form_response: {
    form_id: 'lT4Z3j',
    token: id('', 32),
    landed_at: time,
    submitted_at: time,
    hidden: { order_id: 'A-1001' },
    definition: {
      id: 'lT4Z3j',
      title: 'How was your order?',
      fields: [{ id: 'DlXFaesGBpoF', ref: 'rating', type: 'rating', title: 'How satisfied are you?' }],
    },
    answers: [{ type: 'number', number: 5, field: { id: 'DlXFaesGBpoF', ref: 'rating', type: 'rating' } }],
  },
})

export const typeform: ProviderSamples = {
  types: {
    form_response: (s) => response('form_response', s),
    form_response_partial: (s) => response('form_response_partial', s),
  },
  renew: (data, { id }) => ({ ...data, event_id: id('', 26) }),
}

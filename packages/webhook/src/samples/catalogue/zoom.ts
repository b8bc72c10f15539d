import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const event = (name: string, more: SampleData, { now, id, number, time }: SampleContext): SampleData => ({
  event: name,
  event_ts: now.getTime(),
  payload: {
    account_id: id('', 22),
    object: {
      uuid: `${id('', 22)}==`,
      id: String(number(11)),
      host_id: id('', 22),
      topic: 'Weekly meeting',
      type: 2,
      start_time: time,
      duration: 60,
      timezone: 'Europe/Berlin',
      ...more,
    },
  },
})

const participant = ({ id, time }: SampleContext): SampleData => ({
  participant: { user_id: id('', 8), user_name: 'Ada Example', email: 'ada@example.com', date_time: time },
})

export const zoom: ProviderSamples = {
  types: {
    'meeting.started': (s) => event('meeting.started', {}, s),
    'meeting.ended': (s) => event('meeting.ended', { end_time: s.time }, s),
    'meeting.participant_joined': (s) => event('meeting.participant_joined', participant(s), s),
    'recording.completed': (s) =>
      event('recording.completed', { recording_count: 1, total_size: 1_048_576, recording_files: [] }, s),
  },
  renew: (data, { now }) => ({ ...data, event_ts: now.getTime() }),
}

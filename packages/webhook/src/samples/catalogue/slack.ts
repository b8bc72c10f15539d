import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const callback = (event: SampleData, s: SampleContext): SampleData => ({
  token: s.id('', 24),
  team_id: 'T0EXAMPLE1',
  api_app_id: 'A0EXAMPLE1',
  event,
  type: 'event_callback',
  event_id: s.id('Ev', 9),
  event_time: s.seconds,
  authorizations: [{ team_id: 'T0EXAMPLE1', user_id: 'U0EXAMPLE2', is_bot: true }],
})

const stamp = ({ seconds }: SampleContext) => `${seconds}.000100`

export const slack: ProviderSamples = {
  types: {
    app_mention: (s) =>
      callback(
        {
          type: 'app_mention',
          user: 'U0EXAMPLE1',
          text: '<@U0EXAMPLE2> where is order A-1001?',
          ts: stamp(s),
          channel: 'C0EXAMPLE1',
          event_ts: stamp(s),
        },
        s,
      ),
    message: (s) =>
      callback(
        {
          type: 'message',
          channel: 'C0EXAMPLE1',
          channel_type: 'channel',
          user: 'U0EXAMPLE1',
          text: 'Order A-1001 was shipped',
          ts: stamp(s),
          event_ts: stamp(s),
        },
        s,
      ),
    reaction_added: (s) =>
      callback(
        {
          type: 'reaction_added',
          user: 'U0EXAMPLE1',
          reaction: 'tada',
          item_user: 'U0EXAMPLE2',
          item: { type: 'message', channel: 'C0EXAMPLE1', ts: stamp(s) },
          event_ts: stamp(s),
        },
        s,
      ),
    team_join: (s) =>
      callback(
        {
          type: 'team_join',
          user: { id: 'U0EXAMPLE3', team_id: 'T0EXAMPLE1', name: 'ada', real_name: 'Ada Example' },
          event_ts: stamp(s),
        },
        s,
      ),
  },
  renew: (data, { id }) => ({ ...data, event_id: id('Ev', 9) }),
}

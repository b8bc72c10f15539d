import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const event = (type: string, action: string, data: SampleData, s: SampleContext): SampleData => ({
  action,
  type,
  actor: { id: s.uuid(), type: 'user', name: 'Ada Example', email: 'ada@example.com' },
  createdAt: s.time,
  data,
  url: 'https://linear.app/example/issue/SHOP-41',
  organizationId: s.uuid(),
  webhookId: s.uuid(),
  webhookTimestamp: s.seconds * 1000,
})

const issue = (state: string, s: SampleContext): SampleData => ({
  id: s.uuid(),
  identifier: 'SHOP-41',
  number: 41,
  title: 'Customers get no receipt',
  description: 'They should get one by e-mail.',
  priority: 2,
  priorityLabel: 'High',
  state: { id: s.uuid(), name: state, type: state === 'Done' ? 'completed' : 'unstarted' },
  team: { id: s.uuid(), key: 'SHOP', name: 'Shop' },
  labels: [{ id: s.uuid(), name: 'Bug', color: '#eb5757' }],
  createdAt: s.time,
  updatedAt: s.time,
})

export const linear: ProviderSamples = {
  types: {
    'Issue.create': (s) => event('Issue', 'create', issue('Todo', s), s),
    'Issue.update': (s) => ({
      ...event('Issue', 'update', issue('Done', s), s),
      updatedFrom: { updatedAt: s.time, stateId: s.uuid() },
    }),
    'Comment.create': (s) =>
      event('Comment', 'create', { id: s.uuid(), body: 'Fixed.', issueId: s.uuid(), createdAt: s.time }, s),
    'Project.create': (s) =>
      event('Project', 'create', { id: s.uuid(), name: 'Receipts', state: 'planned', createdAt: s.time }, s),
  },
  headers: ({ type, context }) => ({
    'linear-event': type.split('.')[0] ?? '',
    'linear-delivery': context.uuid(),
    'user-agent': 'Linear-Webhook',
  }),
}

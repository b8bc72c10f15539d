import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const user = { id: 1, name: 'Ada Example', username: 'ada', email: 'ada@example.com' }
const project = {
  id: 15,
  name: 'Shop',
  web_url: 'https://gitlab.example.com/ada/shop',
  git_http_url: 'https://gitlab.example.com/ada/shop.git',
  path_with_namespace: 'ada/shop',
  default_branch: 'main',
  visibility_level: 20,
}

const sha = ({ uuid }: SampleContext) => (uuid() + uuid()).replaceAll('-', '').slice(0, 40)

const mergeRequest = (action: string, s: SampleContext): SampleData => ({
  object_kind: 'merge_request',
  event_type: 'merge_request',
  user,
  project,
  object_attributes: {
    id: s.number(6),
    iid: 42,
    title: 'Send receipts by e-mail',
    state: action === 'merge' ? 'merged' : 'opened',
    action,
    source_branch: 'receipts',
    target_branch: 'main',
    created_at: s.time,
    updated_at: s.time,
    url: `${project.web_url}/-/merge_requests/42`,
    last_commit: { id: sha(s), message: 'Send receipts by e-mail', timestamp: s.time },
  },
  labels: [],
})

const EVENTS: Readonly<Record<string, string>> = {
  push: 'Push Hook',
  tag_push: 'Tag Push Hook',
  merge_request: 'Merge Request Hook',
  issue: 'Issue Hook',
  pipeline: 'Pipeline Hook',
}

export const gitlab: ProviderSamples = {
  types: {
    push: (s) => ({
      object_kind: 'push',
      event_name: 'push',
      before: sha(s),
      after: sha(s),
      ref: 'refs/heads/main',
      user_username: user.username,
      user_email: user.email,
      project_id: project.id,
      project,
      commits: [
        {
          id: sha(s),
          message: 'Send receipts by e-mail',
          timestamp: s.time,
          author: { name: user.name, email: user.email },
          added: ['src/receipts.ts'],
          modified: [],
          removed: [],
        },
      ],
      total_commits_count: 1,
    }),
    'merge_request.open': (s) => mergeRequest('open', s),
    'merge_request.merge': (s) => mergeRequest('merge', s),
    'issue.open': (s) => ({
      object_kind: 'issue',
      event_type: 'issue',
      user,
      project,
      object_attributes: {
        id: s.number(6),
        iid: 41,
        title: 'Customers get no receipt',
        description: 'They should get one by e-mail.',
        state: 'opened',
        action: 'open',
        created_at: s.time,
        url: `${project.web_url}/-/issues/41`,
      },
      labels: [],
    }),
    pipeline: (s) => ({
      object_kind: 'pipeline',
      object_attributes: {
        id: s.number(8),
        ref: 'main',
        sha: sha(s),
        status: 'success',
        stages: ['build', 'test'],
        created_at: s.time,
        finished_at: s.time,
        duration: 63,
      },
      user,
      project,
    }),
  },
  headers: ({ type, context }) => ({
    'x-gitlab-event': EVENTS[type.split('.')[0] ?? ''] ?? 'Push Hook',
    'x-gitlab-instance': 'https://gitlab.example.com',
    'x-gitlab-event-uuid': context.uuid(),
    'idempotency-key': context.uuid(),
  }),
}

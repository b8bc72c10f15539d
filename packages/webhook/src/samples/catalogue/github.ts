import type { ProviderSamples, SampleContext, SampleData } from '../sample.ts'

const sender = {
  login: 'octo-example',
  id: 1_000_001,
  type: 'User',
  site_admin: false,
  html_url: 'https://github.com/octo-example',
}

const repository = {
  id: 500_000_001,
  name: 'shop',
  full_name: 'octo-example/shop',
  private: false,
  owner: sender,
  html_url: 'https://github.com/octo-example/shop',
  clone_url: 'https://github.com/octo-example/shop.git',
  default_branch: 'main',
}

const commitId = ({ uuid }: SampleContext) => (uuid() + uuid()).replaceAll('-', '').slice(0, 40)

const push = (s: SampleContext): SampleData => {
  const [before, after] = [commitId(s), commitId(s)]
  const author = { name: 'Ada Example', email: 'ada@example.com', username: sender.login }
  const commit = {
    id: after,
    message: 'Send receipts by e-mail',
    timestamp: s.time,
    url: `${repository.html_url}/commit/${after}`,
    author,
    committer: author,
    added: ['src/receipts.ts'],
    removed: [],
    modified: ['README.md'],
  }
  return {
    ref: 'refs/heads/main',
    before,
    after,
    created: false,
    deleted: false,
    forced: false,
    compare: `${repository.html_url}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: [commit],
    head_commit: commit,
    repository,
    pusher: { name: sender.login, email: author.email },
    sender,
  }
}

const pullRequest = (action: string, s: SampleContext): SampleData => ({
  action,
  number: 42,
  pull_request: {
    id: s.number(10),
    number: 42,
    state: action === 'closed' ? 'closed' : 'open',
    title: 'Send receipts by e-mail',
    body: 'Closes #41.',
    draft: false,
    merged: action === 'closed',
    merged_at: action === 'closed' ? s.time : null,
    created_at: s.time,
    updated_at: s.time,
    html_url: `${repository.html_url}/pull/42`,
    user: sender,
    head: { ref: 'receipts', sha: commitId(s), repo: repository },
    base: { ref: 'main', sha: commitId(s), repo: repository },
    commits: 2,
    additions: 120,
    deletions: 8,
    changed_files: 4,
  },
  repository,
  sender,
})

const issue = (s: SampleContext): SampleData => ({
  id: s.number(10),
  number: 41,
  title: 'Customers get no receipt',
  body: 'They should get one by e-mail.',
  state: 'open',
  labels: [{ id: 1, name: 'bug', color: 'd73a4a' }],
  created_at: s.time,
  updated_at: s.time,
  html_url: `${repository.html_url}/issues/41`,
  user: sender,
})

export const github: ProviderSamples = {
  types: {
    push,
    'pull_request.opened': (s) => pullRequest('opened', s),
    'pull_request.closed': (s) => pullRequest('closed', s),
    'issues.opened': (s) => ({ action: 'opened', issue: issue(s), repository, sender }),
    'issue_comment.created': (s) => ({
      action: 'created',
      issue: issue(s),
      comment: { id: s.number(10), body: 'Fixed in #42.', created_at: s.time, user: sender },
      repository,
      sender,
    }),
    'release.published': (s) => ({
      action: 'published',
      release: {
        id: s.number(9),
        tag_name: 'v1.2.0',
        name: '1.2.0',
        draft: false,
        prerelease: false,
        published_at: s.time,
        html_url: `${repository.html_url}/releases/tag/v1.2.0`,
        author: sender,
      },
      repository,
      sender,
    }),
    'workflow_run.completed': (s) => ({
      action: 'completed',
      workflow_run: {
        id: s.number(11),
        name: 'CI',
        run_number: 7,
        event: 'push',
        status: 'completed',
        conclusion: 'success',
        head_branch: 'main',
        head_sha: commitId(s),
        created_at: s.time,
        updated_at: s.time,
      },
      repository,
      sender,
    }),
  },
  headers: ({ type, context }) => ({
    'x-github-event': type.split('.')[0] ?? '',
    'x-github-delivery': context.uuid(),
    'x-github-hook-id': '400000001',
    'user-agent': 'GitHub-Hookshot/sample',
  }),
}

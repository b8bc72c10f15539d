import type { components } from '@posthorn/contracts/client-types'

type ProblemReply = components['schemas']['Problem']

/** A request that was refused, or had no reply: `status` 0. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem'
  readonly status: number
  readonly code: string
  readonly title: string
  readonly requestId: string | undefined
  readonly errors: readonly { path: string; message: string }[]

  constructor(problem: Pick<ProblemReply, 'status' | 'title' | 'detail'> & Partial<ProblemReply>) {
    super(problem.detail)
    this.status = problem.status
    this.code = problem.code ?? 'unreachable'
    this.title = problem.title
    this.requestId = problem.requestId
    this.errors = problem.errors ?? []
  }
}

const UNREACHABLE = {
  status: 0,
  title: 'Posthorn cannot be reached',
  detail: 'The API did not answer. Check your connection; this page tries again by itself.',
}

/** A problem of any error: of a reply, or of the network. */
export function problemOf(error: unknown): RequestProblem {
  return error instanceof RequestProblem ? error : new RequestProblem(UNREACHABLE)
}

/** The problem that a reply describes; one of its status where a proxy has answered in place of the API. */
export function problemOfReply(body: unknown, { status, statusText }: Response): RequestProblem {
  if (isProblem(body)) return new RequestProblem(body)
  const title = statusText === '' ? `Status ${status}` : statusText
  return new RequestProblem({
    status,
    title,
    detail: `The reply has the status ${status} and no explanation.`,
  })
}

/** Whether the same request may succeed later without a change. */
export function mayPass(error: unknown): boolean {
  const { status } = problemOf(error)
  return status === 0 || status === 429 || status >= 500
}

function isProblem(body: unknown): body is ProblemReply {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body
}

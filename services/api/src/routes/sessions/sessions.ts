import {
  NewSession,
  PageQuery,
  ProblemError,
  pageOf,
  Session,
  type SessionId,
  SessionName,
} from '@posthorn/contracts'
import { endSession, findSession, listSessions, type SessionScope } from '@posthorn/database'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { idOfCreated } from '../../http/id-of-created.ts'
import { holderOf, makerOf } from '../../http/principal.ts'
import { found, NoContent, PROBLEM_REPLIES } from '../../http/replies.ts'
import { bearerTextOf } from '../../sessions/credential.ts'
import { refuseOtherSites } from '../../sessions/same-origin.ts'
import type { SessionCookie } from '../../sessions/session-cookie.ts'
import { principalOfKey, signIn } from '../../sessions/sign-in.ts'
import type { SignInLimit } from '../../sessions/sign-in-limit.ts'

const Path = z.strictObject({ id: SessionName })
const TAGS = ['Sessions']
const BODY_BYTES_MAX = 16 * 1024

export interface SessionRoutesOptions extends Pick<Dependencies, 'config' | 'database'> {
  /** Of the admin key (`adminKeyTag`). */
  adminTag: Uint8Array
  cookie: SessionCookie
  signInLimit: SignInLimit
}

export const sessionRoutes: FastifyPluginAsyncZod<SessionRoutesOptions> = async (
  app,
  { config, database, adminTag, cookie, signInLimit },
) => {
  const adminKey = config.POSTHORN_ADMIN_KEY

  /** The sessions that a caller sees: those of its key, or with the admin key all. A portal sees only its own. */
  function scopeOf({ principal }: FastifyRequest): SessionScope {
    if (principal === undefined) throw new Error('the route was reached without a principal')
    return { holder: principal.kind === 'admin' ? undefined : holderOf(principal), adminTag }
  }

  async function findNamed(request: FastifyRequest, name: string): Promise<Session> {
    const { principal } = request
    const id = name === 'current' ? principal?.sessionId : (name as SessionId)
    const isAnothers = principal?.kind === 'portal' && id !== principal.sessionId
    const session =
      id === undefined || isAnothers ? undefined : await findSession(database, id, scopeOf(request))
    return found(session, 'session')
  }

  app.post(
    '/v1/sessions',
    {
      config: {
        access: 'sign-in',
        audit: 'session.created',
        repeat: 'Sign in again: an unused session ends by itself.',
        identify: async (request) => {
          refuseOtherSites(request)
          signInLimit.assertAllowed(request)
          const body = request.body as NewSession | null | undefined
          const key = body?.key ?? bearerTextOf(request)
          return principalOfKey({ database, adminKey }, key).catch(async (error: unknown) => {
            if (error instanceof ProblemError) await signInLimit.countFailure(request)
            throw error
          })
        },
      },
      bodyLimit: BODY_BYTES_MAX,
      schema: {
        operationId: 'createSession',
        tags: TAGS,
        summary: 'Sign a browser in',
        description:
          'Exchanges a key for a session, in a cookie that scripts cannot read. Without a body, the key is that of the ' +
          'Authorization header. The session lasts for 7 days and ends after 8 hours without use, or with its key. At most 30 ' +
          'failures a minute from one address.',
        body: NewSession.nullish(),
        response: { 201: Session, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      const { session, token } = await signIn({ database, adminTag }, makerOf(request), {
        id: idOfCreated('session', 'session', request),
        userAgent: request.headers['user-agent'] ?? '',
      })
      return reply.code(201).header('set-cookie', cookie.set(token)).send(session)
    },
  )

  app.get(
    '/v1/sessions',
    {
      config: { access: 'key' },
      schema: {
        operationId: 'listSessions',
        tags: TAGS,
        summary: 'List sessions',
        description: 'Those of the key of the request; with the admin key, all.',
        querystring: PageQuery,
        response: { 200: pageOf(Session), ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const { principal } = request
      if (principal?.kind !== 'portal') return listSessions(database, scopeOf(request), request.query)
      return { data: [await findNamed(request, 'current')], nextCursor: null }
    },
  )

  app.get(
    '/v1/sessions/:id',
    {
      config: { access: 'key' },
      schema: {
        operationId: 'getSession',
        tags: TAGS,
        summary: 'Read a session',
        params: Path,
        response: { 200: Session, ...PROBLEM_REPLIES },
      },
    },
    async (request) => findNamed(request, request.params.id),
  )

  app.delete(
    '/v1/sessions/:id',
    {
      config: { access: 'key', audit: 'session.ended' },
      schema: {
        operationId: 'deleteSession',
        tags: TAGS,
        summary: 'End a session',
        description: 'Signs the browser out: the session is refused from the next request on.',
        params: Path,
        response: { 204: NoContent, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      const { id } = await findNamed(request, request.params.id)
      await endSession(database, id)
      request.changedId = id
      if (id === request.principal?.sessionId) reply.header('set-cookie', cookie.remove())
      return reply.code(204).send(null)
    },
  )
}

import type { FastifyPluginAsync } from 'fastify'
import { found } from '../../http/replies.ts'
import type { PortalPages } from '../../portal/portal-pages.ts'
import { themeCss } from '../../portal/theme-css.ts'

/** `GET /portal/{id}/theme.css`: a file, because the policy of the page allows no inline style. */
export const portalThemeRoutes: FastifyPluginAsync<{ portalPages: PortalPages }> = async (
  app,
  { portalPages },
) => {
  app.get<{ Params: { id: string } }>(
    '/portal/:id/theme.css',
    { config: { access: 'open' }, schema: { hide: true } },
    async (request, reply) => {
      const { theme } = found(await portalPages.find(request.params.id), 'portal link')
      return reply
        .headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
        .type('text/css; charset=utf-8')
        .send(themeCss(theme))
    },
  )
}

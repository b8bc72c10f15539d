import { expect, it } from 'vitest'
import { NEW_LINK, toPortalLink } from './link-draft.ts'

it('of an untouched form has the defaults of the API', () => {
  expect(toPortalLink(NEW_LINK)).toEqual({
    role: 'read',
    linkTtlSeconds: 600,
    sessionTtlSeconds: 3600,
    singleUse: true,
    allowedOrigins: [],
    next: null,
    refreshUrl: null,
    actor: null,
    theme: { mode: null, primary: null, radius: null, font: null, logo: null },
  })
})

it('has an origin for each line, and the theme that was chosen', () => {
  const draft = { ...NEW_LINK, allowedOrigins: 'https://a.example\n\n https://b.example ', radius: '0' }
  expect(toPortalLink(draft)).toMatchObject({
    allowedOrigins: ['https://a.example', 'https://b.example'],
    theme: { radius: 0 },
  })
})

it('keeps the name of a user whose id is missing, so that the API says what is missing', () => {
  expect(toPortalLink({ ...NEW_LINK, actorName: 'Ada' }).actor).toEqual({ id: '', name: 'Ada' })
})

import { describe, expect, it } from 'vitest'
import { createSessionCookie } from './session-cookie.ts'

const secure = createSessionCookie('https://hooks.example.com')
const plain = createSessionCookie('http://127.0.0.1:8080')

describe('the session cookie', () => {
  it('is for the host alone, and only sent over https, where the public URL is https', () => {
    expect(secure.set('phs_1')).toBe('__Host-posthorn=phs_1; Path=/; HttpOnly; SameSite=Strict; Secure')
    expect(secure.remove()).toBe('__Host-posthorn=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0')
  })

  it('has neither prefix nor Secure over http, where browsers would refuse it', () => {
    expect(plain.set('phs_1')).toBe('posthorn=phs_1; Path=/; HttpOnly; SameSite=Strict')
    expect(plain.remove()).toBe('posthorn=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0')
  })

  it.each([
    ['alone', '__Host-posthorn=phs_1', 'phs_1'],
    ['among others', 'a=b; __Host-posthorn=phs_1; c=d=e', 'phs_1'],
    ['without spaces', 'a=b;__Host-posthorn=phs_1', 'phs_1'],
    ['twice: the first', '__Host-posthorn=phs_1; __Host-posthorn=phs_2', 'phs_1'],
    ['not at all', 'a=b; c', undefined],
    ['only in the name of another', 'x__Host-posthorn=phs_1', undefined],
    ['without its prefix', 'posthorn=phs_1', undefined],
    ['no header', undefined, undefined],
  ])('is read from a header that has it %s', (_name, header, token) => {
    expect(secure.read(header)).toBe(token)
  })
})

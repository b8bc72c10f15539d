import { describe, expect, it } from 'vitest'
import { EXIT_CODES } from '../process/exit-code.ts'
import { connectionOf } from './connection.ts'

const profile = { url: 'https://hooks.example.com', key: 'phk_stored', tenant: 'acme' }
const config = {
  profiles: { default: profile, staging: { url: 'https://staging.example.com', key: 'phk_2' } },
}

describe('the connection of a command', () => {
  it('is that of the default profile', () => {
    expect(connectionOf({}, {}, config)).toEqual(profile)
  })

  it('is that of a named profile, by option before environment', () => {
    const staging = { url: 'https://staging.example.com', key: 'phk_2', tenant: undefined }
    expect(connectionOf({}, { POSTHORN_PROFILE: 'staging' }, config)).toEqual(staging)
    expect(connectionOf({ profile: 'default' }, { POSTHORN_PROFILE: 'staging' }, config)).toEqual(profile)
  })

  it('is taken from the environment before the profile', () => {
    const env = {
      POSTHORN_URL: 'http://127.0.0.1:1/',
      POSTHORN_API_KEY: 'phk_env',
      POSTHORN_TENANT: 'globex',
    }
    expect(connectionOf({}, env, config)).toEqual({
      url: 'http://127.0.0.1:1',
      key: 'phk_env',
      tenant: 'globex',
    })
  })

  it('has no tenant of the profile when the key is of the environment', () => {
    expect(connectionOf({}, { POSTHORN_API_KEY: 'phk_env' }, config).tenant).toBeUndefined()
  })

  it('is the local one without any setting but the key', () => {
    const connection = connectionOf({}, { POSTHORN_API_KEY: 'phk_env' }, { profiles: {} })
    expect(connection).toEqual({ url: 'http://127.0.0.1:8080', key: 'phk_env', tenant: undefined })
  })

  it('never takes the key of a profile to another server', () => {
    const env = { POSTHORN_URL: 'https://evil.example.com' }
    expect(() => connectionOf({}, env, config)).toThrow(
      expect.objectContaining({ exitCode: EXIT_CODES.unauthorized }),
    )
  })

  it('needs a key', () => {
    expect(() => connectionOf({}, {}, { profiles: {} })).toThrow(
      expect.objectContaining({ exitCode: EXIT_CODES.unauthorized }),
    )
  })

  it.each([{ profile: 'constructor' }, { url: 'file:///etc/passwd' }, { url: 'localhost' }])(
    'refuses %j',
    (options) => {
      expect(() => connectionOf(options, { POSTHORN_API_KEY: 'phk_env' }, config)).toThrow(
        expect.objectContaining({ exitCode: EXIT_CODES.usage }),
      )
    },
  )
})

import { PosthornError } from '@posthorn/client'
import { CommanderError } from 'commander'
import { expect, it } from 'vitest'
import { CliError, UsageError } from './cli-error.ts'
import { exitCodeOf, messageOf } from './exit-code-of.ts'

const reply = (status: number) => new PosthornError('no', { code: 'conflict', status, requestId: 'r1' })

it.each([
  ['a failed command', new CliError('no'), 1],
  ['a mistake in the command line', new UsageError('no'), 2],
  ['an unknown option', new CommanderError(1, 'commander.unknownOption', 'no'), 2],
  ['help', new CommanderError(0, 'commander.help', 'help'), 0],
  ['a refused request', reply(409), 1],
  ['an internal error of the API', reply(500), 1],
  ['an unknown key', reply(401), 3],
  ['a key without the right', reply(403), 3],
  ['a server that does not answer', new PosthornError('no', { code: 'connection_failed' }), 4],
  ['a server that redirects', new PosthornError('no', { code: 'redirected', status: 301 }), 4],
  ['an unavailable server', reply(503), 4],
  ['a mistake of the program', new TypeError('no'), undefined],
])('%s has an exit code', (_, error, code) => {
  expect(exitCodeOf(error)).toBe(code)
})

it('shows each invalid field, and the request for the log of the server', () => {
  const fields = [{ path: 'url', message: 'expected a URL' }]
  const error = new PosthornError('Check the fields.', {
    code: 'invalid_request',
    status: 400,
    requestId: 'r1',
    fields,
  })
  expect(messageOf(error)).toBe('Check the fields.\n  url: expected a URL (request r1)')
})

it('shows a field once when it is the whole message', () => {
  const fields = [{ path: 'url', message: 'expected a URL' }]
  const error = new PosthornError('url: expected a URL', {
    code: 'invalid_request',
    status: 400,
    requestId: 'r1',
    fields,
  })
  expect(messageOf(error)).toBe('url: expected a URL (request r1)')
})

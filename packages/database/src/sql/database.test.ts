import { expect, it } from 'vitest'
import { createDatabase, type Database, poolOf } from './database.ts'

const options = {
  url: 'postgresql://127.0.0.1:1/none',
  poolMax: 1,
  statementMsMax: 1000,
  applicationName: 'posthorn-test',
  onError: () => {},
}

it('hands out no connection: it has these members, and no others', async () => {
  const database = createDatabase(options)
  expect(Reflect.ownKeys(database)).toEqual(['schema', 'ping', 'assertWritable', 'poolState', 'close'])
  await database.close()
})

it('is opaque for the type checker, too', async () => {
  const database = createDatabase(options)
  // @ts-expect-error its pool is for the functions of this package
  expect(database.pool).toBeUndefined()
  // @ts-expect-error and so is Prisma
  expect(database.prisma).toBeUndefined()
  await database.close()
})

it('cannot be replaced by an object of the same form', () => {
  const forged = { schema: 'public' } as Database
  expect(() => poolOf(forged)).toThrow('expected the result of createDatabase, got another object')
})

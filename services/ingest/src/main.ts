import { assertMigrated, createDatabase } from '@posthorn/database'
import { openDeliveryQueue } from '@posthorn/queue'
import { createSecretBox } from '@posthorn/secrets'
import { runService } from '@posthorn/service'
import { buildIngest } from './app.ts'
import { readConfig } from './config.ts'

const POOL_MAX = 20
const STATEMENT_MS_MAX = 5000

await runService({
  name: 'ingest',
  environment: process.env,
  readConfig,
  async start({ config, logger, releases, isStopping }) {
    const onError = (error: Error) => logger.warn({ err: error }, 'connection.trouble')
    const database = createDatabase({
      url: config.DATABASE_URL,
      poolMax: POOL_MAX,
      statementMsMax: STATEMENT_MS_MAX,
      applicationName: 'posthorn-ingest',
      onError,
    })
    releases.add('database', () => database.close())
    await assertMigrated(database.pool)

    const queue = await openDeliveryQueue(
      { redisUrl: config.REDIS_URL, databaseUrl: config.DATABASE_URL },
      onError,
    )
    releases.add('queue', () => queue.close())

    const secretBox = createSecretBox(config.POSTHORN_ENCRYPTION_KEY)
    const bodyMaxMib = config.INGEST_BODY_MAX_MIB
    const app = await buildIngest({ database, queue, secretBox, bodyMaxMib, logger, isStopping })
    releases.add('http', () => app.close())
    return app.listen({ host: config.HOST, port: config.INGEST_PORT })
  },
})

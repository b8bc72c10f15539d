import type { Schemas } from '@posthorn/client'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { type ApiOptions, openTenant, withApiOptions } from '../config/api-options.ts'
import { examples } from '../output/examples.ts'
import { UsageError } from '../process/cli-error.ts'
import { readAll } from '../process/read-all.ts'

interface PublishOptions extends ApiOptions {
  data?: string
  file?: string
  id?: string
}

export function addPublish(program: Command, cli: Cli): void {
  withApiOptions(program.command('publish <type>'))
    .description('publish an event')
    .option('-d, --data <json>', 'data of the event (default: {})')
    .option('-f, --file <file>', 'file with the data; "-" for standard input')
    .option('--id <id>', 'your own id: a second event with it is a duplicate')
    .addHelpText(
      'after',
      examples(
        `posthorn publish order.completed --data '{"orderId":"A-1001"}'`,
        'posthorn publish order.completed --file order.json --id order-1001',
      ),
    )
    .action(async (type: string, options: PublishOptions) => {
      const data = await dataOf(cli, options)
      const { posthorn, tenant, printer } = await openTenant(cli, options)
      const path = `/v1/tenants/${encodeURIComponent(tenant.id)}/events`
      const body = bodyOf({ type, id: options.id }, data)
      const event = await posthorn.request<Schemas['PublishedEvent']>('POST', path, { body })
      const deliveries = event.deliveries === 1 ? '1 endpoint' : `${event.deliveries} endpoints`
      printer.result(
        event,
        event.duplicate
          ? `${event.id}  ${event.type}  duplicate: not sent again`
          : `${event.id}  ${event.type}  to ${deliveries}`,
      )
    })
}

async function dataOf(cli: Cli, { data, file }: PublishOptions): Promise<string> {
  if (data !== undefined && file !== undefined) throw new UsageError('expected --data or --file, not both')
  const text = file === undefined ? (data ?? '{}') : (await readAll(file, cli)).toString('utf8')
  try {
    JSON.parse(text)
  } catch (error) {
    const where = file === undefined ? '--data' : `--file ${file}`
    throw new UsageError(`${where}: not valid JSON: ${(error as Error).message}`, { cause: error })
  }
  return text
}

/** The data is put in as text: parsed numbers would lose digits. */
function bodyOf(members: { type: string; id: string | undefined }, data: string): string {
  return `${JSON.stringify(members).slice(0, -1)},"data":${data}}`
}

import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { type ApiOptions, openTenant, withApiOptions } from '../config/api-options.ts'
import { examples } from '../output/examples.ts'
import { UsageError } from '../process/cli-error.ts'
import { openBrowser } from '../process/open-browser.ts'

/** Pages of the dashboard by the prefix of an id. */
const PAGES: Readonly<Record<string, string>> = {
  evt: 'events',
  dlv: 'deliveries',
  ep: 'endpoints',
  src: 'sources',
  req: 'requests',
  job: 'jobs',
}

export function addOpen(program: Command, cli: Cli): void {
  withApiOptions(program.command('open [id]'))
    .description('open the dashboard of the tenant, or the page of an object')
    .option('--print', 'print the URL instead')
    .addHelpText('after', examples('posthorn open', 'posthorn open evt_01h455vb4pex5vsknk084sn02q'))
    .action(async (id: string | undefined, options: ApiOptions & { print?: boolean }) => {
      const page = id === undefined ? '' : pageOf(id)
      const { tenant, connection, printer } = await openTenant(cli, options)
      const url = `${connection.url}/t/${encodeURIComponent(tenant.id)}${page}`
      if (options.print !== true) await openBrowser(url, cli.env)
      printer.result({ url }, url)
    })
}

function pageOf(id: string): string {
  const page = PAGES[id.slice(0, id.indexOf('_'))]
  if (page !== undefined && /^[a-z]+_[0-9a-z]+$/.test(id)) return `/${page}/${id}`
  throw new UsageError(
    `expected an id such as ${Object.keys(PAGES)
      .map((prefix) => `${prefix}_…`)
      .join(', ')}; got "${id}"`,
  )
}

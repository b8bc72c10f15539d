import { NotFoundError, type Posthorn, type Tenant } from '@posthorn/client'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { type ApiOptions, openApi, withApiOptions } from '../config/api-options.ts'
import { tenantIdOf } from '../importing/endpoint-of.ts'
import { type ImportedEndpoint, importEndpoints } from '../importing/import-endpoints.ts'
import { type SvixApplication, SvixServer } from '../importing/svix-server.ts'
import { examples } from '../output/examples.ts'
import { CliError, UsageError } from '../process/cli-error.ts'
import { readSecret } from '../process/read-secret.ts'

interface ImportOptions extends ApiOptions {
  svixUrl: string
  application?: string
  dryRun?: boolean
}

const SVIX_URL = 'https://api.svix.com'

export function addImport(program: Command, cli: Cli): void {
  const importing = program.command('import').description('import from another webhook service')
  withApiOptions(importing.command('svix'))
    .description('read applications, endpoints and secrets of a Svix server, and create them here')
    .option('--svix-url <url>', 'URL of the Svix server', SVIX_URL)
    .option('--application <id>', 'import one application only, by its id or uid')
    .option('--dry-run', 'show what would be imported, and change nothing')
    .addHelpText(
      'after',
      `
The token of Svix is read from SVIX_TOKEN, or from standard input. It is used for reading only.
Each application becomes a tenant with its uid or id, which needs the admin key. With --application and --tenant, the
endpoints of one application go to an existing tenant, which needs a key of it with the role "manage".
Endpoints keep their secrets, so that receivers go on verifying. Repeat the command after an interruption: endpoints that were
imported before stay as they are.
${examples(
  'SVIX_TOKEN=… posthorn import svix --dry-run',
  'SVIX_TOKEN=… posthorn import svix --svix-url https://api.eu.svix.com',
  'SVIX_TOKEN=… posthorn import svix --application acme --tenant acme',
)}`,
    )
    .action(async (options: ImportOptions) => {
      if (options.tenant !== undefined && options.application === undefined) {
        throw new UsageError('--tenant: name the application for it with --application')
      }
      if (!/^https?:\/\//.test(options.svixUrl) || !URL.canParse(options.svixUrl)) {
        throw new UsageError(`--svix-url: expected a URL, got "${options.svixUrl}"`)
      }
      const { posthorn, printer } = await openApi(cli, options)
      const token = cli.env['SVIX_TOKEN'] || (await readSecret(cli, 'Token of Svix: '))
      const svix = new SvixServer({ url: options.svixUrl, token })
      const isDryRun = options.dryRun === true
      let failed = 0
      for await (const application of applicationsOf(svix, options)) {
        const target = options.tenant ?? tenantIdOf(application)
        const tenant = await tenantFor(posthorn, application, {
          target,
          isDryRun,
          isNamed: options.tenant !== undefined,
        })
        printer.note(`${application.name} (${application.id}) to the tenant ${target}`)
        for await (const endpoint of importEndpoints(svix, application, { tenant, isDryRun })) {
          if (endpoint.result === 'failed') failed += 1
          printer.result({ application: application.id, tenant: target, ...endpoint }, lineOf(endpoint))
        }
      }
      if (failed > 0) throw new CliError(`${failed} endpoints were not imported: see above`)
    })
}

async function* applicationsOf(
  svix: SvixServer,
  { application }: ImportOptions,
): AsyncGenerator<SvixApplication> {
  if (application === undefined) yield* svix.applications()
  else yield await svix.application(application)
}

/** @returns undefined in a dry run, if it does not exist */
async function tenantFor(
  posthorn: Posthorn,
  { name, metadata }: SvixApplication,
  { target, isDryRun, isNamed }: { target: string; isDryRun: boolean; isNamed: boolean },
): Promise<Tenant | undefined> {
  const tenant = posthorn.tenant(target)
  try {
    await tenant.get()
    return tenant
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error
  }
  if (isNamed) throw new UsageError(`the tenant "${target}" does not exist`)
  if (isDryRun) return undefined
  await posthorn.tenants.put(target, { name, metadata })
  return tenant
}

function lineOf({ svixId, url, result, id, notes }: ImportedEndpoint): string {
  const lines = notes.map((note) => `    ${result === 'failed' ? '' : 'not imported: '}${note}`)
  return [`  ${result.padEnd(9)}  ${svixId}  ${id ?? ''}  ${url}`, ...lines].join('\n')
}

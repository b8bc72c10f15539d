import { existsSync } from 'node:fs'
import path from 'node:path'
import { buildDashboard } from './dashboard.mjs'
import { generateDatabaseClient } from './generate.mjs'
import { installDependencies } from './install.mjs'
import { chooseNode } from './node.mjs'
import { ROOT } from './root.mjs'
import { runScript } from './run.mjs'

const COMMANDS = {
  start: {
    script: 'dev/src/start/main.ts',
    what: 'starts PostgreSQL, the three services and a demo receiver',
    needsDashboard: true,
  },
  test: {
    script: 'dev/src/test/main.ts',
    what: 'runs every test; options are passed to Vitest',
    needsDashboard: true,
  },
  'test:plans': {
    script: 'dev/src/test/plans.ts',
    what: 'tests the query plans with a million deliveries',
  },
  'test:ha': {
    script: 'dev/src/test/ha.ts',
    what: 'tests failover, backup and restore with servers of Debian packages',
  },
  'test:upgrade': {
    script: 'dev/src/test/upgrade.ts',
    what: 'tests rolling upgrades under load from earlier versions in the history',
  },
  chaos: {
    script: 'dev/src/chaos/main.ts',
    what: 'injects faults under load and reconciles; --minutes 30 for longer',
  },
  bench: {
    script: 'dev/src/bench/main.ts',
    what: 'measures throughput and latency; isolation: the effect of a failing endpoint',
  },
  verify: {
    script: 'dev/src/verify/main.ts',
    what: 'checks format, lint, types and documents; --fix repairs what it can',
  },
  audit: {
    script: 'dev/src/audit/main.ts',
    what: 'checks production dependencies for known vulnerabilities',
  },
  openapi: {
    script: 'dev/src/openapi/main.ts',
    what: 'writes docs/openapi.json and the types of a client; --check only compares',
  },
  metrics: {
    script: 'dev/src/metrics/main.ts',
    what: 'writes docs/metrics.md from what the services register; --check only compares',
  },
  providers: {
    script: 'dev/src/providers/main.ts',
    what: 'writes the pages about providers from the catalogue; --check only compares',
  },
  docs: {
    script: 'dev/src/docs/main.ts',
    what: 'builds the documentation site from docs/; --dev serves it',
  },
  portal: {
    script: 'dev/src/portal/main.ts',
    what: 'builds the npm package of packages/portal into its dist directory',
  },
  pack: {
    script: 'dev/src/packaging/main.ts',
    what: 'builds the npm packages and packs them into dist, or another directory',
  },
  fuzz: {
    script: 'dev/src/fuzz/main.ts',
    what: 'fuzzes every API operation with invalid input; --minutes 5 for longer',
  },
  generators: {
    script: 'dev/src/generators/main.ts',
    what: 'generates clients with common code generators, compiles and uses them',
  },
  migrate: {
    script: 'dev/src/migrate/main.ts',
    what: 'applies pending migrations to the database at DATABASE_URL',
  },
  rekey: {
    script: 'dev/src/rekey/main.ts',
    what: 'encrypts all stored secrets with the first key of POSTHORN_ENCRYPTION_KEY',
  },
  admin: {
    script: 'dev/src/admin/main.ts',
    what: 'operates a running Posthorn: explains what waits, disables an endpoint, drains a shard',
  },
  'example:client': { script: 'examples/send-and-verify.ts', what: 'sends, receives and verifies an event' },
  'example:stripe': { script: 'examples/post-stripe-webhook.ts', what: 'posts a Stripe-signed webhook' },
}

const HELP = `Usage: node dev/bootstrap.mjs <command> [options]

Installs missing dependencies, then runs a command with Node.js 24 from node_modules:

${Object.entries(COMMANDS)
  .map(([name, { what }]) => `  ${name.padEnd(16)}${what}`)
  .join('\n')}

"<command> --help" shows the options of a command.`

/** @param {string[]} args */
export async function bootstrap([name, ...args]) {
  if (name === undefined || name === '--help' || name === '-h') {
    console.log(HELP)
    process.exitCode = name === undefined ? 1 : 0
    return
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    console.error(`Unknown command "${name}".\n\n${HELP}`)
    process.exitCode = 1
    return
  }
  process.exitCode = await prepareAndRun(COMMANDS[name], args)
}

async function prepareAndRun({ script: name, needsDashboard = false }, args) {
  const script = path.join(ROOT, name)
  try {
    await installDependencies()
    const node = chooseNode()
    await generateDatabaseClient(node)
    if (needsDashboard) await buildDashboard(node)
    if (!existsSync(script)) throw new Error(`${script} is missing: this copy of Posthorn is not complete.`)
    return await runScript(node, script, args)
  } catch (error) {
    console.error(`\n${error.message}`)
    return error.exitCode ?? 1
  }
}

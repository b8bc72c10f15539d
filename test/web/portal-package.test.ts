import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { packPortal } from '@posthorn/dev/packaging'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM } from './harness/browser.ts'
import { startedDashboard } from './harness/dashboard.ts'
import { createPortalLink } from './harness/portal-link.ts'
import { startPortalPage } from './harness/portal-page.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const DASHBOARD_MODULES = path.join(ROOT, 'packages/dashboard/node_modules')
/** What a project with Vite and React has. */
const INSTALLED = ['react', 'react-dom', '@types/react', '@types/react-dom', '@vitejs/plugin-react', 'vite']
const BUILD_MS_MAX = 120_000

const FILES = {
  'package.json': '{ "name": "page", "private": true, "type": "module" }',
  'index.html':
    '<!doctype html><title>Acme</title><div id="root"></div><script type="module" src="/main.tsx"></script>',
  'vite.config.ts': `
    import react from '@vitejs/plugin-react'
    import { defineConfig } from 'vite'
    export default defineConfig({ plugins: [react()] })`,
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      strict: true,
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      module: 'esnext',
      moduleResolution: 'bundler',
      jsx: 'react-jsx',
      types: [],
      noEmit: true,
    },
    include: ['main.tsx'],
  }),
  'main.tsx': `
    import { Portal } from '@posthorn/portal/react'
    import { createRoot } from 'react-dom/client'
    const getSession = async () => (await fetch('/link', { method: 'POST' })).text()
    const onNavigate = (path: string) => { document.title = path }
    const root = document.querySelector('#root')
    if (root !== null) createRoot(root).render(<Portal getSession={getSession} title="Webhooks" onNavigate={onNavigate} />)`,
}

describe.skipIf(CHROMIUM === undefined)('the npm package of the portal', () => {
  const dashboard = startedDashboard()
  let project: string
  const run = (program: string, ...args: string[]) =>
    promisify(execFile)(program, args, { cwd: project, timeout: BUILD_MS_MAX })
  beforeAll(async () => {
    project = await mkdtemp(path.join(tmpdir(), 'posthorn-portal-'))
    const modules = path.join(project, 'node_modules')
    for (const name of INSTALLED) {
      const link = path.join(modules, name)
      await mkdir(path.dirname(link), { recursive: true })
      await symlink(path.join(DASHBOARD_MODULES, name), link)
    }
    for (const [name, text] of Object.entries(FILES)) await writeFile(path.join(project, name), text)
    const tarball = await packPortal(project)
    const portal = path.join(modules, '@posthorn/portal')
    await mkdir(portal, { recursive: true })
    await run('tar', '-xzf', tarball, '-C', portal, '--strip-components', '1')
  }, BUILD_MS_MAX)
  afterAll(() => rm(project, { recursive: true, force: true }))

  it(
    'has types that a strict compiler accepts',
    async () => {
      const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc')
      expect((await run(process.execPath, tsc, '-p', project)).stdout).toBe('')
    },
    BUILD_MS_MAX,
  )

  it(
    'shows a portal in a project with Vite and React',
    async () => {
      await run(process.execPath, path.join(DASHBOARD_MODULES, 'vite/bin/vite.js'), 'build')
      const tenant = await dashboard.posthorn.createTenant()
      const page = await startPortalPage(
        async (port) => {
          const allowedOrigins = [`http://localhost:${port}`]
          return (await createPortalLink(dashboard.posthorn, tenant, { allowedOrigins })).url
        },
        async (url) => {
          const name = url === '/' ? 'index.html' : url
          const type = name.endsWith('.js') ? 'text/javascript' : 'text/html'
          return [type, await readFile(path.join(project, 'dist', name), 'utf8')]
        },
      )
      const watched = await dashboard.open()
      await watched.page.goto(`http://localhost:${page.port}/`)
      const frame = watched.page.locator('posthorn-portal').locator('iframe').contentFrame()
      await frame.getByRole('heading', { name: 'Overview' }).waitFor()
      await frame.getByRole('link', { name: 'Deliveries' }).first().click()
      await watched.page.waitForFunction("document.title === '/deliveries'")
      expect(watched.errors).toEqual([])
      await watched.close()
      page.close()
    },
    BUILD_MS_MAX,
  )
})

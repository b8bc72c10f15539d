import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { codeTitled } from '@posthorn/dev/code-blocks'
import { goBuild, pythonWith, type Tool } from '../../generators/tools.ts'
import { decoratorsTranspiled } from './transpile.ts'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const PYTHON_PACKAGES = [
  'standardwebhooks==1.1.0',
  'flask==3.1.3',
  'fastapi==0.165.0',
  'uvicorn==0.54.0',
  'django==5.2.19',
]
const GO_MODULE = 'github.com/standard-webhooks/standard-webhooks/libraries@v0.0.1'

/** A recipe of `docs/verifying` that is a program: it listens at `PORT`, for `/webhooks`. */
export interface Recipe {
  /** Name of the page. */
  page: string
  /** Writes the program into a directory and returns the command that starts it, or why this machine cannot. */
  prepare(
    directory: string,
  ): Promise<{ kind: 'ready'; command: string[] } | { kind: 'left out'; why: string }>
}

/** The code of a page with this title. */
export function codeOf(page: string, title: string): string {
  return codeTitled(title, readFileSync(path.join(ROOT, `docs/verifying/${page}.md`), 'utf8'))
}

function nodeRecipe(page: string, files: () => Record<string, string>): Recipe {
  return {
    page,
    async prepare(directory) {
      await writeFiles(directory, files())
      return { kind: 'ready', command: [process.execPath, path.join(directory, 'server.mjs')] }
    },
  }
}

function pythonRecipe(page: string, files: () => Record<string, string>): Recipe {
  return {
    page,
    async prepare(directory) {
      await writeFiles(directory, files())
      const start = (tool: string) => [path.join(tool, 'bin/python'), path.join(directory, 'server.py')]
      return withTool(await pythonWith('recipes', PYTHON_PACKAGES), start)
    },
  }
}

/** Next.js calls the route with a web request, and so does this server. */
const NEXT_SERVER = `import { serve } from '@hono/node-server'
import { POST } from './route.mjs'

serve({ fetch: POST, port: Number(process.env.PORT) })
`

/** The rest of a project of Django. */
const DJANGO_SERVER = `import os
from wsgiref.simple_server import make_server

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="urls",
    SECRET_KEY="of-the-test",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    WEBHOOK_SECRET=os.environ["WEBHOOK_SECRET"],
)
django.setup()
make_server("127.0.0.1", int(os.environ["PORT"]), get_wsgi_application()).serve_forever()
`

/** The recipes that are whole programs. */
export const RECIPES: readonly Recipe[] = [
  ...['express', 'fastify', 'hono'].map((page) =>
    nodeRecipe(page, () => ({ 'server.mjs': codeOf(page, 'server.mjs') })),
  ),
  nodeRecipe('next-js', () => ({ 'route.mjs': codeOf('next-js', 'route.js'), 'server.mjs': NEXT_SERVER })),
  nodeRecipe('nestjs', () => ({ 'server.mjs': decoratorsTranspiled(codeOf('nestjs', 'server.ts')) })),
  ...['flask', 'fastapi'].map((page) =>
    pythonRecipe(page, () => ({ 'server.py': codeOf(page, 'server.py') })),
  ),
  pythonRecipe('django', () => ({
    'server.py': DJANGO_SERVER,
    'views.py': codeOf('django', 'views.py'),
    'urls.py': codeOf('django', 'urls.py'),
  })),
  {
    page: 'net-http',
    async prepare() {
      const built = await goBuild('recipe', codeOf('net-http', 'main.go'), GO_MODULE)
      return withTool(built, (directory) => [path.join(directory, 'program')])
    },
  },
]

function withTool(tool: Tool, command: (path: string) => string[]) {
  return tool.kind === 'ready' ? { kind: tool.kind, command: command(tool.path) } : tool
}

async function writeFiles(directory: string, files: Record<string, string>): Promise<void> {
  await mkdir(directory, { recursive: true })
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(directory, name), text)))
}

import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { chromium } from 'playwright-core'

const dir = '/work/wt/docs/packages/site/dist'
const T = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
const s = createServer((q, r) => {
  const { pathname } = new URL(q.url, 'http://x')
  const f = path.join(dir, pathname.endsWith('/') ? pathname + 'index.html' : pathname)
  if (!existsSync(f)) return r.writeHead(404).end()
  r.writeHead(200, { 'content-type': T[path.extname(f)] ?? 'text/plain' })
  createReadStream(f).pipe(r)
}).listen(0, '127.0.0.1')
await new Promise((d) => s.once('listening', d))
const u = 'http://127.0.0.1:' + s.address().port
const b = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
const pages = process.argv.slice(2)
for (const scheme of ['light', 'dark']) {
  const c = await b.newContext({ colorScheme: scheme })
  const p = await c.newPage()
  p.on('pageerror', (e) => console.log('ERR', e.message))
  for (const pg of pages)
    for (const w of [1280, 380]) {
      await p.setViewportSize({ width: w, height: w === 380 ? 800 : 900 })
      await p.goto(u + pg)
      await p.waitForLoadState('networkidle')
      const ow = await p.evaluate('document.documentElement.scrollWidth')
      if (ow > w) console.log('OVERFLOW', pg, w, ow)
      await p.screenshot({ path: `/tmp/docs/shots/${pg.replaceAll(/[/.]/g, '-')}-${scheme}-${w}.png` })
    }
  await c.close()
}
await b.close()
s.close()

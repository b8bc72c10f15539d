import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { navigation } from '../src/navigation.ts'
import { anchorOf } from '../src/pages/anchor.ts'
import { escapeBraces } from './escape-braces.ts'

const PAGES = fileURLToPath(new URL('../pages', import.meta.url))

/** The esbuild of this repository does not write for the older browsers that Vite 5 assumes. */
const TARGET = 'es2022'

export default defineConfig({
  title: 'Posthorn',
  description: 'Self-hosted webhooks: receive from providers, send to endpoints, lose nothing',
  lang: 'en',
  srcDir: PAGES,
  cleanUrls: false,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/icon.svg' }]],
  markdown: {
    // Documents are plain Markdown, as GitHub shows it: no tags, and no links that are not written as links.
    html: false,
    linkify: false,
    anchor: { slugify: anchorOf },
    config: escapeBraces,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark' },
  },
  vite: {
    // The index of the search, which is loaded when someone searches, is large.
    build: { target: TARGET, chunkSizeWarningLimit: 2_000 },
    optimizeDeps: { esbuildOptions: { target: TARGET } },
  },
  themeConfig: {
    logo: '/icon.svg',
    nav: [
      {
        text: 'Guide',
        link: '/getting-started',
        activeMatch: '^/(?:getting-started|concepts|verifying|providers)',
      },
      { text: 'API', link: '/reference/', activeMatch: '^/reference/' },
      { text: 'Operating', link: '/operating' },
      { text: 'Changelog', link: '/project/changelog' },
    ],
    sidebar: navigation(PAGES),
    outline: { level: [2, 3] },
    search: { provider: 'local', options: { detailedView: true } },
    footer: { message: 'Released under the MIT License.' },
  },
})

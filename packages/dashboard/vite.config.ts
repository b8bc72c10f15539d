import path from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { precompress } from './build/precompress.ts'

/** The API service replaces it by a new nonce in each reply. */
const NONCE_PLACEHOLDER = '__NONCE__'

export default defineConfig({
  root: import.meta.dirname,
  // Assets are below one directory, which the API service serves as immutable.
  base: '/',
  plugins: [react(), tailwindcss(), precompress()],
  html: { cspNonce: NONCE_PLACEHOLDER },
  build: {
    outDir: path.join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // `data:` is allowed for images only, and no style may be inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})

import path from 'node:path'
import { defineConfig } from 'vite'
import { licences } from './build/licences.ts'

/** One file without dependencies, for every Node.js that `engines` names. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [licences()],
  ssr: { noExternal: true },
  build: {
    ssr: 'src/main.ts',
    target: 'node20',
    outDir: path.join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    rolldownOptions: {
      output: { entryFileNames: 'posthorn.js', banner: '#!/usr/bin/env node', codeSplitting: false },
    },
  },
})

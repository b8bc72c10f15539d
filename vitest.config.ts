import { defineConfig } from 'vitest/config'

/** Of a test or a hook that starts processes, on a machine that is busy with others. */
const E2E_MS = 120_000
const GENERATORS_MS = 240_000

export default defineConfig({
  test: {
    // What is slow here is waiting for processes, not computing: two cores take a few files at once.
    maxWorkers: 4,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'services/*/src/**/*.test.ts',
            'dev/**/*.test.ts',
            'test/docs/**/*.test.ts',
            'test/properties/**/*.test.ts',
            'test/chaos/**/*.test.ts',
            'test/openapi/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/harness/global-setup.ts'],
          testTimeout: E2E_MS,
          hookTimeout: E2E_MS,
        },
      },
      {
        // `npm run test:plans`: a million rows take a while.
        extends: true,
        test: {
          name: 'plans',
          include: ['test/plans/**/*.test.ts'],
          globalSetup: ['test/harness/global-setup.ts'],
          testTimeout: E2E_MS,
          hookTimeout: E2E_MS,
        },
      },
      {
        // `npm run generators`: compilers of several languages take a while, and all cores.
        extends: true,
        test: {
          name: 'generators',
          include: ['test/generators/**/*.test.ts'],
          globalSetup: ['test/harness/global-setup.ts'],
          testTimeout: GENERATORS_MS,
          hookTimeout: GENERATORS_MS,
        },
      },
    ],
  },
})

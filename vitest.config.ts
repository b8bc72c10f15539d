import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Of a test or a hook that starts processes, on a machine that is busy with others. */
const E2E_MS = 120_000
const GENERATORS_MS = 240_000
const HA_MS = 600_000
const UPGRADE_MS = 600_000

/** A browser computes, and most other files that start services wait for them: side by side they use all cores. */
const isInBrowser = ({ moduleId }: TestSpecification) => moduleId.includes('/test/web/')
/** The last of the files of a browser takes a minute or two: others run beside it. */
const BROWSER_PART = 0.75

/** Shared services end first, so that they are not idle for long. Then slow files, so that all workers are busy until the end. */
class SharedFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files) // oxlint-disable-line unicorn/no-array-sort -- not of an array
    const of = (name: string) => sorted.filter(({ project }) => project.name === name)
    const [computing, waiting] = [
      of('own').filter(isInBrowser),
      of('own').filter((file) => !isInBrowser(file)),
    ]
    const own = [
      ...computing.map((file, index) => ({ file, rank: (index / computing.length) * BROWSER_PART })),
      ...waiting.map((file, index) => ({ file, rank: index / waiting.length })),
    ].toSorted((one, other) => one.rank - other.rank)
    const first = [...of('shared'), ...own.map(({ file }) => file)]
    return [...first, ...sorted.filter((file) => !first.includes(file))]
  }
}

/**
 * Files that no test imports and that any test may depend on. `--changed` runs every test after a change of them;
 * otherwise those that import what has changed. End-to-end tests import the services through test/harness/service.ts.
 */
const ALL_DEPEND_ON = [
  '**/package.json',
  '**/vitest.config.*',
  'pnpm-lock.yaml',
  'prisma/**',
  'docs/openapi.json',
]

export default defineConfig({
  test: {
    forceRerunTriggers: ALL_DEPEND_ON,
    sequence: { sequencer: SharedFirst },
    // Two cores take a few files at once, because some wait. With six, a busy machine was too slow for the deadlines of some tests.
    maxWorkers: 4,
    // Files run one after another in these processes: a new process for each would take a tenth of the time. So a
    // test leaves no global state behind.
    isolate: false,
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
            'test/cli/**/*.test.ts',
            'test/client/**/*.test.ts',
            'test/metrics/**/*.test.ts',
            'test/providers/**/*.test.ts',
            'test/deploy/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
        },
      },
      {
        // On services that all these files share.
        extends: true,
        test: {
          name: 'shared',
          include: ['test/e2e/shared/**/*.test.ts'],
          globalSetup: ['test/harness/global-setup.ts', 'test/harness/shared/global-setup.ts'],
          testTimeout: E2E_MS,
          hookTimeout: E2E_MS,
        },
      },
      {
        // On services that each of these files starts; the dashboard in a browser, too.
        extends: true,
        test: {
          name: 'own',
          include: ['test/e2e/own/**/*.test.ts', 'test/web/**/*.test.ts'],
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
        // `npm run test:ha`: servers of Debian's packages, which fail over.
        extends: true,
        test: {
          name: 'ha',
          include: ['test/ha/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: HA_MS,
          hookTimeout: HA_MS,
        },
      },
      {
        // `npm run test:upgrade`: an earlier version is installed first.
        extends: true,
        test: {
          name: 'upgrade',
          include: ['test/upgrade/**/*.test.ts'],
          globalSetup: ['test/harness/global-setup.ts'],
          testTimeout: UPGRADE_MS,
          hookTimeout: UPGRADE_MS,
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

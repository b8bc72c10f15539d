import type { EventEmitter } from 'node:events'
import type { Reporter, TestModule, TestSpecification } from 'vitest/node'

/** Emitted by the process of the test runner after the last file that uses shared services. */
export const SHARED_FILES_ENDED = 'posthorn.shared-files-ended'

/** A reporter that says when shared services can be stopped: idle ones would take a tenth of the CPU time of the other tests. */
export default class ReportEnd implements Reporter {
  #left = 0

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.#left = specifications.filter(({ project }) => project.name === 'shared').length
  }

  onTestModuleEnd({ project }: TestModule): void {
    if (project.name !== 'shared') return
    this.#left -= 1
    if (this.#left === 0) (process as EventEmitter).emit(SHARED_FILES_ENDED)
  }
}

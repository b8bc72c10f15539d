/** Maximum number of files of code, and of their tests, that are read at a glance. */
const FILES_MAX = 20

/**
 * Directories with too many files of code, or with too many tests.
 * @param files paths from the root of the repository, with slashes
 * @returns a line for each, which says what to do
 */
export function crowdedDirectories(files: readonly string[]): string[] {
  const isTest = (file: string) => /\.test\.tsx?$/.test(file)
  return [
    ...crowdedWith(
      'files',
      files.filter((file) => !isTest(file)),
    ),
    ...crowdedWith('tests', files.filter(isTest)),
  ].toSorted()
}

function crowdedWith(what: string, files: readonly string[]): string[] {
  const byDirectory = Map.groupBy(files, (file) => file.slice(0, file.lastIndexOf('/')))
  return [...byDirectory]
    .filter(([, within]) => within.length > FILES_MAX)
    .map(
      ([directory, { length }]) =>
        `${directory}: ${length} ${what}, at most ${FILES_MAX}: divide them into directories by what they do`,
    )
}

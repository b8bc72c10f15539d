const VERSION = /^[a-z]\d{1,3}[a-z]?$/

/**
 * Whether labelled items such as `v2=a` have versions, and none of the known ones. A label such as `sha256` is no version.
 *
 * @param known versions that verify, such as `v1`.
 */
export function hasOtherVersionsOnly(
  items: readonly string[],
  { known, separator }: { known: readonly string[]; separator: string },
): boolean {
  const labels = items.map((item) => item.split(separator, 1)[0] ?? '')
  const isOther = (label: string) =>
    VERSION.test(label) && known.some((one) => VERSION.test(one) && one[0] === label[0])
  return !labels.some((label) => known.includes(label)) && labels.some(isOther)
}

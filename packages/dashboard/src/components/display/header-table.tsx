import type { components } from '@posthorn/contracts/client-types'

type HeaderMap = components['schemas']['HeaderMap']

/** Headers as text, one line each; those that occur several times have several lines. */
export function HeaderTable({ headers, label }: { headers: HeaderMap; label: string }) {
  const lines = Object.entries(headers)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one })))
  if (lines.length === 0) return <p className="text-sm text-faint">None</p>
  return (
    <table aria-label={label} className="w-full table-fixed text-xs">
      <tbody>
        {lines.map(({ name, value }, index) => (
          <tr key={`${name} ${index}`} className="border-t border-line align-top first:border-t-0">
            <th
              scope="row"
              className="w-2/5 py-1.5 pr-3 text-left font-medium break-words text-muted sm:w-52"
            >
              {name}
            </th>
            <td className="py-1.5 font-mono break-all">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

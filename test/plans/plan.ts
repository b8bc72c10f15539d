/** A node of a plan in the format of `auto_explain`, which may omit zero values. */
interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  'Index Searches'?: number
  'Shared Hit Blocks'?: number
  'Shared Read Blocks'?: number
  Plans?: PlanNode[]
}

/** How PostgreSQL ran a statement. */
export interface Plan {
  'Query Text': string
  Plan: PlanNode
}

/** Tables that grow with history or with waiting deliveries. */
const LARGE =
  /^(events|requests|rejected_requests|attempts|deliveries|leases|dedupe_keys|external_ids|endpoints|counts|failures|search_hits|bulk_job_deliveries)(_|$)/

/** A block has several rows, and a changed row is written to some indexes. */
const BLOCKS_OF_ROW = 0.6

/**
 * The violations of a plan: it scans a large table, or reads much more than it needs.
 * @param rowsMax maximum number of rows to read, which also limits the blocks
 * @returns a sentence for each, naming statement and node
 */
export function violationsOf(plan: Plan, rowsMax: number): string[] {
  const nodes = nodesOf(plan.Plan)
  const scans = nodes.filter((node) => node['Node Type'].includes('Scan'))
  const whole = scans.filter(
    (node) =>
      node['Node Type'] === 'Seq Scan' && LARGE.test(node['Relation Name'] ?? '') && node['Actual Loops'] > 0,
  )
  const read = scans.map((node) => ({ node, rows: rowsRead(node) }))
  const rows = read.reduce((sum, scan) => sum + scan.rows, 0)
  const blocks = nodes.reduce((sum, node) => sum + ownBlocks(node), 0)
  const [most] = read.toSorted((one, other) => other.rows - one.rows)
  const widest = nodes.toSorted((one, other) => ownBlocks(other) - ownBlocks(one))[0]
  return [
    ...whole.map((node) => `${nameOf(node)} reads the whole table`),
    ...(rows > rowsMax && most
      ? [`${rows} rows are read, ${most.rows} of them by ${nameOf(most.node)}`]
      : []),
    ...(blocks > rowsMax * BLOCKS_OF_ROW && widest
      ? [`${blocks} blocks are read, ${ownBlocks(widest)} of them by ${nameOf(widest)}`]
      : []),
  ].map((violation) => `${violation}, in: ${plan['Query Text'].trim().slice(0, 300)}`)
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

/** Includes rows that are filtered out, and index positions without a row. */
function rowsRead(node: PlanNode): number {
  const { 'Rows Removed by Filter': filtered = 0, 'Rows Removed by Index Recheck': rechecked = 0 } = node
  const rows = (node['Actual Rows'] + filtered + rechecked) * node['Actual Loops']
  return Math.round(Math.max(rows, node['Index Searches'] ?? 0))
}

/** Includes the blocks of child nodes, except those that ran earlier. Reads of a CTE count where it is defined. */
function ownBlocks(node: PlanNode): number {
  if (node['Node Type'] === 'CTE Scan') return 0
  const ofParts = (node.Plans ?? []).reduce((sum, part) => sum + blocksOf(part), 0)
  return Math.max(0, blocksOf(node) - ofParts)
}

function blocksOf({ 'Shared Hit Blocks': hit = 0, 'Shared Read Blocks': read = 0 }: PlanNode): number {
  return hit + read
}

function nameOf(node: PlanNode): string {
  const index = node['Index Name'] === undefined ? '' : ` using ${node['Index Name']}`
  return `${node['Node Type']} on ${node['Relation Name'] ?? 'nothing'}${index}`
}

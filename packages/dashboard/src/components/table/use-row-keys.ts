import { useState } from 'react'
import type { ListedRow } from '../../data/live-rows.ts'
import { useShortcut } from '../actions/use-shortcut.ts'

export interface RowKeys<Row> {
  rows: readonly Row[]
  onOpen: (row: Row) => void
  scrollTo: (index: number) => void
}

/** `j` and `k` choose the next and the previous row, Enter opens it. The choice stays with its row when rows arrive. */
export function useRowKeys<Row extends ListedRow>({ rows, onOpen, scrollTo }: RowKeys<Row>) {
  const [chosenId, choose] = useState<string | undefined>()
  const move = (step: 1 | -1) => {
    const at = rows.findIndex(({ id }) => id === chosenId)
    const next = Math.min(Math.max(at + step, 0), rows.length - 1)
    const row = rows[next]
    if (row === undefined) return
    choose(row.id)
    scrollTo(next)
  }
  useShortcut('j', () => move(1))
  useShortcut('k', () => move(-1))
  useShortcut('Enter', () => {
    const row = rows.find(({ id }) => id === chosenId)
    if (row !== undefined) onOpen(row)
  })
  return { chosenId, choose }
}

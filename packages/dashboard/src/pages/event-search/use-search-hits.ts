import { useEffect, useState } from 'react'
import { streamHits } from '../../data/events/search.ts'
import type { EventSummary } from '../../data/events.ts'
import type { Job } from '../../data/jobs/jobs.ts'

interface SearchState {
  job: Job | undefined
  hits: EventSummary[]
  error: unknown
  isStreaming: boolean
}

const NOTHING_YET: SearchState = { job: undefined, hits: [], error: undefined, isStreaming: true }

/** What a search finds, while it finds it. */
export function useSearchHits(tenant: string, jobId: string): SearchState {
  const [state, setState] = useState(NOTHING_YET)
  useEffect(() => {
    const stop = new AbortController()
    const hits: EventSummary[] = []
    let job: Job | undefined
    let scheduled = 0
    // Hits may arrive by the hundred: they are drawn once a frame.
    const show = (rest: { error?: unknown; isStreaming: boolean }) => {
      cancelAnimationFrame(scheduled)
      scheduled = requestAnimationFrame(() => setState({ job, hits: [...hits], error: undefined, ...rest }))
    }
    const read = async () => {
      for await (const line of streamHits(tenant, jobId, stop.signal)) {
        if (line.event !== undefined) hits.push(line.event)
        job = line.job ?? job
        show({ isStreaming: true })
      }
    }
    read().then(
      () => show({ isStreaming: false }),
      (error) => !stop.signal.aborted && show({ error, isStreaming: false }),
    )
    return () => {
      stop.abort()
      cancelAnimationFrame(scheduled)
    }
  }, [tenant, jobId])
  return state
}

import type { FormProblem } from '../../../components/forms/form-problem.ts'
import type { LinkDraft } from './link-draft.ts'

/** What every field of a portal link gets. */
export interface LinkFieldsProps {
  draft: LinkDraft
  problem: FormProblem
  onChange: (change: Partial<LinkDraft>) => void
}

import type { Provider } from '../../data/providers.ts'
import type { Source, SourceCreate, SourceUpdate } from '../../data/sources.ts'
import { configFieldsOf, configOf, textOf } from './config-fields.ts'

/** A source as its form has it: texts, until the API has checked them. */
export interface SourceDraft {
  name: string
  secrets: readonly string[]
  publicKey: string
  /** By the names of the members. */
  config: Readonly<Record<string, string>>
  eventTypePrefix: string
  toleranceSeconds: string
  dedupeWindowSeconds: string
  dedupeBy: Source['dedupeBy']
  rateLimitPerSecond: string
  /** One a line. */
  allowCidrs: string
  bodyMaxBytes: string
  metadata: string
}

/** The draft of a new source. Its numbers are empty: the API has the defaults. */
export function emptyDraft(provider: Provider): SourceDraft {
  return {
    name: provider.name,
    secrets: provider.secret === null ? [] : [''],
    publicKey: '',
    config: {},
    eventTypePrefix: provider.name,
    toleranceSeconds: '',
    dedupeWindowSeconds: '',
    dedupeBy: 'id',
    rateLimitPerSecond: '',
    allowCidrs: '',
    bodyMaxBytes: '',
    metadata: '',
  }
}

/** The draft of a change. Secrets are write-only, so it has none: without any, they stay. */
export function draftOf(source: Source): SourceDraft {
  const { metadata } = source
  return {
    name: source.name,
    secrets: [],
    publicKey: source.publicKey ?? '',
    config: Object.fromEntries(
      Object.entries(source.config as Record<string, unknown>).map(([name, value]) => [name, textOf(value)]),
    ),
    eventTypePrefix: source.eventTypePrefix,
    toleranceSeconds: String(source.toleranceSeconds),
    dedupeWindowSeconds: String(source.dedupeWindowSeconds),
    dedupeBy: source.dedupeBy,
    rateLimitPerSecond: textOf(source.rateLimitPerSecond),
    allowCidrs: (source.allowCidrs ?? []).join('\n'),
    bodyMaxBytes: textOf(source.bodyMaxBytes),
    metadata: Object.keys(metadata).length === 0 ? '' : JSON.stringify(metadata, null, 2),
  }
}

/** The body that creates the source. */
export function createOf(draft: SourceDraft, provider: Provider): SourceCreate {
  return { ...changeOf(draft, provider), name: draft.name, provider: provider.name }
}

/** The body that changes the source to its draft. */
export function changeOf(draft: SourceDraft, provider: Provider): SourceUpdate {
  const secrets = draft.secrets.map((secret) => secret.trim()).filter((secret) => secret !== '')
  const { toleranceSeconds, dedupeWindowSeconds } = draft
  return {
    name: draft.name,
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(provider.publicKey === null ? {} : { publicKey: orNull(draft.publicKey.trim()) }),
    config: configOf(configFieldsOf(provider), draft.config),
    eventTypePrefix: draft.eventTypePrefix,
    ...(toleranceSeconds === '' ? {} : { toleranceSeconds: numberOf(toleranceSeconds) }),
    ...(dedupeWindowSeconds === '' ? {} : { dedupeWindowSeconds: numberOf(dedupeWindowSeconds) }),
    dedupeBy: draft.dedupeBy,
    rateLimitPerSecond: numberOrNull(draft.rateLimitPerSecond),
    allowCidrs: rangesOf(draft.allowCidrs),
    bodyMaxBytes: numberOrNull(draft.bodyMaxBytes),
    metadata: metadataOf(draft.metadata),
  }
}

/** The lines of the allowed ranges; null without any. */
function rangesOf(text: string): string[] | null {
  const ranges = text.split(/[\s,]+/).filter((range) => range !== '')
  return ranges.length === 0 ? null : ranges
}

function orNull(text: string): string | null {
  return text === '' ? null : text
}

function numberOrNull(text: string): number | null {
  return text.trim() === '' ? null : numberOf(text)
}

/** A text that is no number stays one: the API refuses it, and its message is shown at the field. */
function numberOf(text: string): number {
  const value = Number(text)
  return (Number.isNaN(value) ? text : value) as number
}

/** Likewise, a text that is no JSON. */
function metadataOf(text: string): Source['metadata'] {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    return text as unknown as Source['metadata']
  }
}

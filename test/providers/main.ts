import { runDocumentCommand } from '../documents/document-command.ts'
import { staleDocuments, writeDocuments } from './providers-document.ts'

runDocumentCommand({
  command: 'providers',
  document: 'docs/providers.md and docs/providers/',
  source: 'the catalogue of providers',
  isStale: () => staleDocuments().length > 0,
  write: writeDocuments,
})

import { runDocumentCommand } from '../documents/document-command.ts'
import { DOCUMENT, isStale, writeDocument } from './providers-document.ts'

runDocumentCommand({
  command: 'providers',
  document: DOCUMENT,
  source: 'the catalogue of providers',
  isStale,
  write: writeDocument,
})

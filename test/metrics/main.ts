import { runDocumentCommand } from '../documents/document-command.ts'
import { DOCUMENT, isStale, writeDocument } from './metrics-document.ts'

runDocumentCommand({
  command: 'metrics',
  document: DOCUMENT,
  source: 'the metrics that the services register',
  isStale,
  write: writeDocument,
})
// A process with metrics watches its event loop.
process.exit()

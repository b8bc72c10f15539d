export { packCli } from './pack-cli.ts'
export { packClient } from './pack-client.ts'
export { packPortal } from './pack-portal.ts'

export { packCli } from './pack-cli.ts'
export { packClient } from './pack-client.ts'

export { buildSite, serveSite } from './site.ts'

import { packClient } from '@posthorn/dev/packaging'
import { type InstalledPackage, installPackage } from '../packing/installed-package.ts'

/** A program of a user, with the packed client in its `node_modules`. */
export type InstalledClient = InstalledPackage

/** Builds, packs and installs the client. */
export function installClient(): Promise<InstalledClient> {
  return installPackage('client', packClient, { type: 'module' })
}

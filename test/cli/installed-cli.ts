import path from 'node:path'
import { packCli } from '@posthorn/dev/packaging'
import { type InstalledPackage, installPackage } from '../packing/installed-package.ts'

/** A directory with the packed command line in its `node_modules`. */
export interface InstalledCli extends InstalledPackage {
  /** The script that `npx posthorn` runs. */
  script: string
}

/** Builds, packs and installs the command line. */
export async function installCli(): Promise<InstalledCli> {
  const installed = await installPackage('cli', packCli)
  return { ...installed, script: path.join(installed.path, 'node_modules/posthorn/dist/posthorn.js') }
}

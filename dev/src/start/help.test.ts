import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../root.ts'
import { VARIABLE_NAMES } from './config.ts'
import { HELP } from './help.ts'

const inHelp = [...HELP.matchAll(/^ {2}([A-Z_]+) {2,}\S/gm)].map(([, name]) => String(name))
const [example = ''] = readFileSync(path.join(ROOT, '.env.example'), 'utf8').split('--- Docker Compose only')
const inExample = [...example.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => String(name))

describe('npm start -- --help', () => {
  it('lists every variable of npm start', () => {
    expect(inHelp.toSorted()).toEqual(VARIABLE_NAMES.toSorted())
  })

  it('lists them in the order of .env.example', () => {
    expect(inHelp).toEqual(inExample)
  })

  it('fits into a terminal', () => {
    expect(HELP.split('\n').filter((line) => line.length > 120)).toEqual([])
  })
})

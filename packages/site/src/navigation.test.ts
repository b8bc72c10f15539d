import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { navigation } from './navigation.ts'

const GROUPS = [
  { text: 'Parts', directory: 'parts', pages: ['parts/second', 'parts/*'] },
  { text: 'Guide', pages: ['start'] },
]

describe('the navigation', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'posthorn-navigation-'))
  afterAll(() => rmSync(directory, { recursive: true }))
  const write = (page: string, title: string) => {
    mkdirSync(path.dirname(path.join(directory, page)), { recursive: true })
    writeFileSync(path.join(directory, page), `# ${title}\n`)
  }

  it('has each page in one group, with its title; a directory may have a group that is shown only there', () => {
    write('index.md', 'Home')
    write('start.md', 'Start of `npm start`')
    for (const [page, title] of Object.entries({ first: 'B', second: 'C', third: 'A' }))
      write(`parts/${page}.md`, title)
    const guide = { text: 'Guide', items: [{ text: 'Start of npm start', link: '/start' }] }
    const parts = {
      text: 'Parts',
      items: [
        { text: 'C', link: '/parts/second' },
        { text: 'A', link: '/parts/third' },
        { text: 'B', link: '/parts/first' },
      ],
    }
    expect(navigation(directory, GROUPS)).toEqual({ '/parts/': [parts, guide], '/': [guide] })
  })

  it('must have each page: the error names one that is in no group', () => {
    write('other.md', 'Other')
    expect(() => navigation(directory, GROUPS)).toThrow('not in the navigation: other')
    const groups = [...GROUPS, { text: 'More', pages: ['other', 'not-yet-written'] }]
    expect(navigation(directory, groups)['/']?.at(-1)).toEqual({
      text: 'More',
      items: [{ text: 'Other', link: '/other' }],
    })
  })
})

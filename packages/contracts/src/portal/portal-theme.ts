import { z } from 'zod'

const LOGO_BYTES_MAX = 32 * 1024
/** The beginning of the files of each type, in hexadecimal: the type must be the one that the URL states. */
const SIGNATURES: Record<string, RegExp> = {
  png: /^89504e470d0a1a0a/,
  jpeg: /^ffd8ff/,
  webp: /^52494646.{8}57454250/,
}
const LOGO = /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})$/
const LOGO_LENGTH_MAX = Math.ceil(LOGO_BYTES_MAX / 3) * 4 + 'data:image/jpeg;base64,'.length

/** `system`: as the device of the user. */
const PortalMode = z.enum(['light', 'dark', 'system']).meta({ id: 'PortalMode' })

/** Fonts that every device has, or a generic one in their place. */
const PortalFont = z
  .enum(['system', 'sans', 'serif', 'mono', 'rounded', 'humanist'])
  .meta({ id: 'PortalFont' })

const COLOUR = '#3b5bdb'
/** One pixel. */
const LOGO_EXAMPLE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** How a portal looks, in a request. What is null looks as in the dashboard. */
export const NewPortalTheme = z
  .strictObject({
    mode: PortalMode.nullable().default(null),
    primary: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, 'expected a colour like #3b5bdb')
      .nullable()
      .default(null)
      .describe('Main colour. Corrected where its contrast is too low to read (WCAG 2.2 AA)')
      .meta({ example: COLOUR }),
    radius: z
      .int()
      .min(0)
      .max(24)
      .nullable()
      .default(null)
      .describe('Radius of corners in pixels')
      .meta({ example: 8 }),
    font: PortalFont.nullable().default(null),
    logo: z
      .string()
      .max(LOGO_LENGTH_MAX)
      .refine(isLogo, 'expected a data: URL in base64 of a PNG, JPEG or WebP image of at most 32 KiB')
      .nullable()
      .default(null)
      .describe('A `data:` URL in base64: PNG, JPEG or WebP, at most 32 KiB')
      .meta({ example: LOGO_EXAMPLE }),
  })
  .meta({ id: 'PortalThemeCreate', example: { mode: 'system', primary: COLOUR, radius: 8 } })

/** The theme of a link. */
export const PortalTheme = z
  .strictObject({
    mode: PortalMode.nullable(),
    primary: z.string().nullable().meta({ example: COLOUR }),
    radius: z.int().nullable().meta({ example: 8 }),
    font: PortalFont.nullable(),
    logo: z.string().nullable().meta({ example: LOGO_EXAMPLE }),
  })
  .meta({ id: 'PortalTheme' })
export type PortalTheme = z.infer<typeof PortalTheme>

function isLogo(text: string): boolean {
  const [, type = '', base64 = ''] = LOGO.exec(text) ?? []
  const bytes = Buffer.from(base64, 'base64')
  return (
    bytes.length <= LOGO_BYTES_MAX && SIGNATURES[type]?.test(bytes.subarray(0, 16).toString('hex')) === true
  )
}

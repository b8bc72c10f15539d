/** Contrast of text and its background that WCAG 2.2 AA requires. */
export const CONTRAST_MIN = 4.5

type Rgb = readonly [red: number, green: number, blue: number]

const BLACK: Rgb = [0, 0, 0]
const WHITE: Rgb = [255, 255, 255]

/**
 * The contrast of two colours, from 1 to 21, as WCAG 2.2 defines it.
 * @param one `#rrggbb`, as the other
 */
export function contrastOf(one: string, other: string): number {
  return contrast(parse(one), parse(other))
}

/**
 * The colour that can be read on a background, and a background that text can be read on: the given one if its contrast
 * suffices, otherwise the nearest mix with black or white, whichever is farther from the background.
 * @param colour `#rrggbb`, as the background
 */
export function readableOn(background: string, colour: string): string {
  const behind = parse(background)
  const end = contrast(WHITE, behind) > contrast(BLACK, behind) ? WHITE : BLACK
  const given = parse(colour)
  for (let share = 0; share <= MIX_STEPS; share += 1) {
    const mixed = mix(given, end, share / MIX_STEPS)
    if (contrast(mixed, behind) >= CONTRAST_MIN) return format(mixed)
  }
  return format(end)
}

/** Black or white, whichever has more contrast on the colour: one of them always suffices. */
export function textOn(colour: string): string {
  const behind = parse(colour)
  return format(contrast(WHITE, behind) >= contrast(BLACK, behind) ? WHITE : BLACK)
}

/** Fine enough that a corrected colour is hardly darker or lighter than it has to be. */
const MIX_STEPS = 100

function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminanceOf(one), luminanceOf(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** Relative luminance of sRGB. */
function luminanceOf(colour: Rgb): number {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * share)) as unknown as Rgb
}

function parse(colour: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as unknown as Rgb
}

function format(colour: Rgb): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

import { Link, type LinkProps } from '@tanstack/react-router'
import { CopyButton } from '../actions/copy-button.tsx'
import { classes } from '../classes.ts'

/** An id with a button that copies it; it may be a link to the page of its object. */
export function Id({
  id,
  isShort = false,
  link,
  className,
}: {
  id: string
  isShort?: boolean
  link?: LinkProps
  className?: string
}) {
  return (
    <span className={classes('group/id inline-flex max-w-full items-center gap-0.5', className)}>
      {link === undefined ? (
        <span className="truncate font-mono text-xs text-muted" title={id}>
          {isShort ? shortened(id) : id}
        </span>
      ) : (
        <Link {...link} title={id} className="truncate font-mono text-xs text-muted hover:underline">
          {isShort ? shortened(id) : id}
        </Link>
      )}
      <CopyButton
        text={id}
        label={`Copy ${id}`}
        className="-my-1 opacity-60 group-hover/id:opacity-100 focus-visible:opacity-100"
      />
    </span>
  )
}

/** The prefix, and the end: ids of one time begin alike. */
function shortened(id: string): string {
  const prefix = id.slice(0, id.indexOf('_') + 1)
  return `${prefix}…${id.slice(-8)}`
}

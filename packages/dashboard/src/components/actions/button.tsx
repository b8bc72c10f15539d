import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { classes } from '../classes.ts'

export type ButtonKind = 'solid' | 'outline' | 'plain' | 'danger'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind
  size?: 'small' | 'normal'
  icon?: ReactNode
  /** A request is in flight: the button stays focusable, and does nothing. */
  isBusy?: boolean
}

const KINDS: Record<ButtonKind, string> = {
  solid: 'bg-solid text-on-solid hover:bg-solid-hover border border-transparent',
  outline: 'bg-surface text-ink border border-line-strong hover:bg-hover shadow-card',
  plain: 'text-muted border border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-surface text-bad border border-line-strong hover:bg-bad-soft shadow-card',
}

const SIZES = { small: 'h-7 px-2 text-xs gap-1.5', normal: 'h-8 px-3 text-sm gap-2' }

/** The look of a button, for links that look like one. */
export function buttonClasses(kind: ButtonKind = 'outline', size: 'small' | 'normal' = 'normal'): string {
  return classes(
    'inline-flex shrink-0 items-center justify-center rounded-md font-medium whitespace-nowrap transition-colors select-none',
    'disabled:opacity-50 aria-disabled:opacity-60',
    KINDS[kind],
    SIZES[size],
  )
}

/** A button with its label beside an optional icon. */
export function Button({ kind, size, icon, isBusy = false, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      {...(isBusy ? { 'aria-disabled': true, onClick: undefined } : {})}
      className={classes(buttonClasses(kind, size), className)}
    >
      {icon}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children'> {
  /** Read by screen readers, and shown on hover. */
  label: string
  children: ReactNode
}

/** A square button with an icon only. */
export function IconButton({ label, children, className, kind = 'plain', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classes(buttonClasses(kind), 'size-8 px-0!', className)}
    >
      {children}
    </button>
  )
}

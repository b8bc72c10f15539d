// Loaded into a service by a test: its clock is a minute behind all others.
import { shiftClock } from './shift-clock.ts'

shiftClock(-60_000)

// Loaded before a service by a test: its clock is a minute ahead of everyone else's.
import { shiftClock } from './shift-clock.ts'

shiftClock(60_000)

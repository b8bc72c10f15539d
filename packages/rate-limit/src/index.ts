export { type Allowance, openRateLimiter, type RateLimiter } from './rate-limiter.ts'

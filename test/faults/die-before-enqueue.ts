// Loaded into a service by a test: the process dies between the commit and adding the jobs, as in a power failure.
import { Queue } from 'bullmq'

Queue.prototype.addBulk = () => {
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => {})
}

import { readdirSync, readFileSync } from 'node:fs'

/**
 * What each thread of a process does, as the kernel of Linux sees it: tells one that computes for ever from one that waits for another
 * thread. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 * @returns a line for each thread: its name, state, CPU time in clock ticks, and the system call or lock in which it waits
 */
export function threadStates(pid: number): string {
  const tasks = `/proc/${pid}/task`
  try {
    return readdirSync(tasks)
      .map((thread) => stateOf(`${tasks}/${thread}`))
      .join('\n')
  } catch (error) {
    return `threads unknown: ${String(error)}`
  }
}

function stateOf(task: string): string {
  const text = readFileSync(`${task}/stat`, 'utf8')
  // The name, in brackets, may contain anything.
  const nameEnd = text.lastIndexOf(')')
  const name = text.slice(text.indexOf('(') + 1, nameEnd)
  const fields = text.slice(nameEnd + 2).split(' ')
  const [state, userTicks, systemTicks] = [fields[0], fields[11], fields[12]]
  return `${name}: ${state}, ${userTicks} + ${systemTicks} ticks, in ${readFileSync(`${task}/wchan`, 'utf8')}`
}

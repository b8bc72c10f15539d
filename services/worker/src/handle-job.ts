import type { DeliveryId } from '@posthorn/contracts'
import type { DeliverJob } from '@posthorn/queue'
import { type Claim, claim, type DeliverDependencies, deliver } from './deliver.ts'
import type { Places } from './places.ts'

export interface JobDependencies extends DeliverDependencies {
  places: Places
}

/**
 * Takes the deliveries of a job in hand, each as soon as there is a place for it. It ends when they are claimed, not when
 * they are sent: from then on their lease protects them, and the job has nothing more to say.
 * @throws when some could not be claimed; the others are on their way all the same
 */
export async function handleJob(dependencies: JobDependencies, { deliveryIds }: DeliverJob): Promise<void> {
  const claims = await Promise.allSettled(deliveryIds.map((id) => takeInHand(dependencies, id)))
  const errors = claims.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  if (errors.length === 0) return
  const ids = deliveryIds.filter((_, index) => claims[index]?.status === 'rejected').join(', ')
  throw new Error(`${errors.length} of a job's ${deliveryIds.length} deliveries not claimed: ${ids}`, {
    cause: errors[0],
  })
}

async function takeInHand(dependencies: JobDependencies, id: DeliveryId): Promise<void> {
  const { places, signal } = dependencies
  await places.take()
  let claimed: Claim | undefined
  try {
    // Nobody would be there to see the attempt through.
    claimed = signal.aborted ? undefined : await claim(dependencies, id)
  } finally {
    if (claimed === undefined) places.giveBack()
  }
  if (claimed !== undefined) void seeThrough(dependencies, claimed)
}

async function seeThrough(dependencies: JobDependencies, claimed: Claim): Promise<void> {
  try {
    await deliver(dependencies, claimed)
  } catch (error) {
    dependencies.logger.error({ err: error }, 'delivery.postponed')
  } finally {
    dependencies.places.giveBack()
  }
}

import { PENDING_REASONS } from '@posthorn/webhook'
import { z } from 'zod'

/** Why a delivery failed. */
export const FailureReason = z.enum([
  'schedule_exhausted',
  'not_retried',
  'endpoint_gone',
  'destination_blocked',
])
export type FailureReason = z.infer<typeof FailureReason>

/** Why a delivery was cancelled. */
export const CancellationReason = z.enum([
  'cancelled_by_request',
  'endpoint_deleted',
  'expired',
  'content_removed',
  'relay_expired',
])
export type CancellationReason = z.infer<typeof CancellationReason>

/** Why a delivery has its status, and what a pending one waits for. */
export const DeliveryReason = z
  .enum([...FailureReason.options, ...CancellationReason.options, ...PENDING_REASONS])
  .meta({ id: 'DeliveryReason' })
export type DeliveryReason = z.infer<typeof DeliveryReason>

// Assignments to the columns of notifications, for a SET. Services of 0.1.0 know them under other names, so both are written
// while such services can run beside this version. A trigger copies what they write.

/** @param value whether the notification of an exhausted delivery is pending, as SQL */
export const setNotificationPending = (value: string) =>
  `notification_pending = ${value}, exhausted_untold = ${value}`

/** @param value since when the notification of a disabled endpoint is pending, as SQL; NULL for none */
export const setNotifyAt = (value: string) => `notify_at = ${value}, tell_at = ${value}`

/** @param value when the tenant was last notified of exhausted deliveries, as SQL */
export const setExhaustedNotifiedAt = (value: string) =>
  `exhausted_notified_at = ${value}, exhausted_told_at = ${value}`

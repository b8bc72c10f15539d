/** Sends text to all processes of an installation, this one included. Messages may be lost. */
export interface Broadcast {
  /** @throws when the store does not take the message */
  publish(text: string): Promise<void>
  close(): Promise<void>
}

/** What a process does with a broadcast. */
export interface BroadcastListener {
  onMessage: (text: string) => void
  /** The process receives messages from now on. Those of an interruption before are lost. */
  onConnected: () => void
}

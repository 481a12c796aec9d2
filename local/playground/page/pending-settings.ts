/** Shows a setting that both the user and the server can change. */
export interface PendingSettings<View> {
  /** Gives `command`, and holds back the server's values until it is answered. */
  during<Output>(command: Promise<Output>): Promise<Output>;
  take(view: View): void;
}

/**
 * Keeps a setting from being reverted by a message that the server sent before it received the change. The server sends
 * its values again after every command, so nothing is missed; after a failed command, the latest value is restored here.
 */
export function pendingSettings<View>(show: (view: View) => void): PendingSettings<View> {
  let waiting = 0;
  let latest: View | undefined;
  return {
    async during(command) {
      waiting++;
      let hasFailed = true;
      try {
        const output = await command;
        hasFailed = false;
        return output;
      } finally {
        waiting--;
        if (hasFailed && waiting === 0 && latest !== undefined) show(latest);
      }
    },
    take(view) {
      latest = view;
      if (waiting === 0) show(view);
    },
  };
}

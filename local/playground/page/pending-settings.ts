/** What shows a setting that the visitor can change as well. */
export interface PendingSettings<View> {
  /** Gives `order`, and holds back until it is answered what the playground tells meanwhile. */
  during<Given>(order: Promise<Given>): Promise<Given>;
  take(view: View): void;
}

/**
 * Keeps what has just been set from being set back by news that left before the order arrived. After an order
 * has been carried out the playground tells anew, so nothing that was held back is missed; what a refused one
 * has changed on the page is put right here.
 */
export function pendingSettings<View>(show: (view: View) => void): PendingSettings<View> {
  let waiting = 0;
  let latest: View | undefined;
  return {
    async during(order) {
      waiting++;
      let isRefused = true;
      try {
        const given = await order;
        isRefused = false;
        return given;
      } finally {
        waiting--;
        if (isRefused && waiting === 0 && latest !== undefined) show(latest);
      }
    },
    take(view) {
      latest = view;
      if (waiting === 0) show(view);
    },
  };
}

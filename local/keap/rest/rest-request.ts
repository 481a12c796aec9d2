/** A request to REST v2 that keeps to the contract. */

export interface RestRequest {
  /** The id, the address or the code in the path, decoded; empty where the path has none. */
  readonly parameter: string;
  readonly query: URLSearchParams;
  /** Empty if the request has none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly nowMs: number;
}

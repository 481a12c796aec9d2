/** A request that keeps to the contract. */
export interface RestRequest {
  /** What stands in the path for the id or the address, decoded; empty where the path has none. */
  readonly parameter: string;
  readonly query: URLSearchParams;
  /** Empty where the request has none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly nowMs: number;
}

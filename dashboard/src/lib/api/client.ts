/** The one door to the HTTP API. It parses and throws; what is shown of a failure is the caller's business. */
import createClient from "openapi-fetch";
import { Problem, Unreachable } from "../problem";
import type { components, paths } from "./types.gen";

export type Schemas = components["schemas"];

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: (request) => fetch(request) });

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * Wait for an answer and take its data.
 * @throws Problem if the service refused, Unreachable if it did not answer.
 */
export async function take<T>(call: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await call.catch((reason: unknown) => {
    if (reason instanceof DOMException && reason.name === "AbortError") throw reason;
    throw new Unreachable();
  });
  if (response.ok) return data as T;
  if (isProblem(error)) throw new Problem(error, response.status, response.headers.get("Retry-After"));
  // A gateway or a development proxy speaks here, and not the service.
  if (response.status >= 500) throw new Unreachable();
  throw new Problem({}, response.status);
}

function isProblem(body: unknown): body is Record<string, unknown> {
  return typeof body === "object" && body !== null && "title" in body;
}

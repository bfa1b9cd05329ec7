/** The one door to the HTTP API. It parses and throws; what is shown of a failure is the caller's business. */
import createClient from "openapi-fetch";
import { Problem, Unreachable } from "../problem";
import type { components, paths } from "./types.gen";

export type Schemas = components["schemas"];

/** Says `shut` when an answer shows that this browser is not signed in (any more). */
export const door = new EventTarget();

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: (request) => ask(request) });

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
  const { data, error, response } = await call.catch(unanswered);
  if (response.ok) return data as T;
  throw refusal(error, response);
}

/**
 * The same where what is sent or answered is no JSON.
 * @returns the answer, if it is a good one.
 */
export async function takeRaw(address: string, init: RequestInit): Promise<Response> {
  const response = await ask(address, init).catch(unanswered);
  if (response.ok) return response;
  throw refusal(await response.json().catch(() => null), response);
}

async function ask(asked: Request | string, init?: RequestInit): Promise<Response> {
  const response = await fetch(asked, init);
  if (response.status === 401) door.dispatchEvent(new Event("shut"));
  return response;
}

function unanswered(reason: unknown): never {
  if (reason instanceof DOMException && reason.name === "AbortError") throw reason;
  throw new Unreachable();
}

function refusal(body: unknown, response: Response): Problem | Unreachable {
  if (isProblem(body)) return new Problem(body, response.status, response.headers.get("Retry-After"));
  // A gateway or a development proxy speaks here, and not the service.
  return response.status >= 500 ? new Unreachable() : new Problem({}, response.status);
}

function isProblem(body: unknown): body is Record<string, unknown> {
  return typeof body === "object" && body !== null && "title" in body;
}

/** A fetch that answers by script, for component tests; what it was asked is kept. Flows run against the real server instead. */
import { vi } from "vitest";

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  headers: Headers;
}

type Reply = Response | object;
type Answer = Reply | ((asked: Asked) => Reply | Promise<Reply>);

/**
 * Answer requests by `METHOD /path`; a path may end in `*`. Later calls add to and replace earlier ones of the same test.
 * @returns what was asked so far, in order.
 */
export function answer(answers: Record<string, Answer>): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("EventSource", SilentSource);
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(typeof input === "string" ? new URL(input, "http://localhost") : input, init);
    const url = new URL(request.url);
    const text = await request.text();
    const one = { method: request.method, path: url.pathname, query: url.searchParams, body: readBody(text), headers: request.headers };
    asked.push(one);
    const found = find(answers, `${one.method} ${one.path}`);
    if (found === undefined) return problem(404, { title: "Not found", detail: `Nothing answers ${one.method} ${one.path}.` });
    const reply = typeof found === "function" ? await (found as (asked: Asked) => Reply | Promise<Reply>)(one) : found;
    return reply instanceof Response ? reply : Response.json(reply);
  });
  return asked;
}

export function problem(status: number, body: Record<string, unknown>): Response {
  return Response.json({ type: "/problems/test", status, success: false, errors: [], ...body }, { status });
}

function find(answers: Record<string, Answer>, name: string): Answer | undefined {
  if (name in answers) return answers[name];
  const pattern = Object.keys(answers).find((one) => one.endsWith("*") && name.startsWith(one.slice(0, -1)));
  return pattern === undefined ? undefined : answers[pattern];
}

function readBody(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return text;
  }
}

class SilentSource {
  close() {}
}

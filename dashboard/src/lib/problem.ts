/** What can go wrong when the service is asked: it answered with a problem (RFC 9457), or it did not answer at all. */

export interface Fault {
  pointer: string;
  detail: string;
}

export class Problem extends Error {
  override readonly name = "Problem";
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  readonly type: string;
  readonly errors: Fault[];
  /** Members beyond the standard ones: `revision` of a stale edit, `matched` of a count that has changed. */
  readonly extra: Record<string, unknown>;
  readonly retryAfterS: number | null;

  constructor(body: Record<string, unknown>, status: number, retryAfter: string | null = null) {
    const { title, detail, type, errors, ...extra } = body;
    super(typeof detail === "string" ? detail : `The service answered ${status}.`);
    this.title = typeof title === "string" ? title : "Something went wrong";
    this.detail = this.message;
    this.status = status;
    this.type = typeof type === "string" ? type : "about:blank";
    this.errors = Array.isArray(errors) ? (errors as Fault[]) : [];
    this.extra = extra;
    this.retryAfterS = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null;
  }

  /** Faults of the field at this pointer or below it, as one sentence; null if there are none. */
  at(pointer: string): string | null {
    const found = this.errors.filter((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`));
    return found.length ? found.map((fault) => fault.detail).join("; ") : null;
  }

  isOf(kind: string): boolean {
    return this.type.endsWith(`/${kind}`);
  }
}

/** No answer came: the service is down, or was restarted in the middle. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
  readonly title = "Gristmill does not answer";
  readonly detail = "Whether it did what you asked is not known. Nothing that you typed is lost: try again once it is back.";

  constructor() {
    super("The service is not reachable.");
  }
}

export function asProblem(error: unknown): Problem | Unreachable {
  if (error instanceof Problem || error instanceof Unreachable) return error;
  return new Problem({ title: "Something went wrong in this page", detail: error instanceof Error ? error.message : String(error) }, 0);
}

export function faultAt(error: unknown, pointer: string): string | null {
  return error instanceof Problem ? error.at(pointer) : null;
}

/** Worth asking again: nothing was decided yet. */
export function isPassing(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Problem && [502, 503, 504].includes(error.status));
}

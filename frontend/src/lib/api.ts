import createClient, { type Middleware } from "openapi-fetch";
import type { Problem, paths } from "@/generated/api";
import { noteOtherAccount, noteSessionEnd, ownerOfPage } from "@/lib/session";

/** Why a request was refused, or could not be sent at all. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Problem["fields"];
  /** Seconds to wait before it is of use to try again. */
  readonly retryAfter: number | null;

  constructor(
    status: number,
    code: string,
    fields: Problem["fields"] = [],
    retryAfter: number | null = null,
  ) {
    super(code);
    this.name = "Refusal";
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }

  /** The code of what is wrong with a field, if something is. */
  of(field: string): string | undefined {
    return this.fields?.find((fault) => fault.field === field)?.code;
  }
}

export const OFFLINE = "offline";

// A proxy on the way refuses without our codes.
const CODES: Partial<Record<number, string>> = {
  413: "too-large",
  502: "unavailable",
  503: "unavailable",
  504: "unavailable",
};

/** Where one signs out: whoever is out already is not asked to come in again. */
const WAY_OUT = "/api/sessions/current";

/** All is asked and done as whom the page is of, or not at all: another window may have signed in somebody else. */
const believe: Middleware = {
  onRequest({ request }) {
    const owner = ownerOfPage();
    if (owner !== null) request.headers.set("X-Account", owner);
  },
};

const refuse: Middleware = {
  async onResponse({ request, response, schemaPath }) {
    if (response.ok) return;
    const wait = Number(response.headers.get("Retry-After"));
    const retryAfter = wait > 0 ? wait : null;
    const problem = await readProblem(response);
    if (problem.code === "not-signed-in" && schemaPath !== WAY_OUT) {
      noteSessionEnd(request.method !== "GET");
    }
    // What is shown stays that one's, and is not asked for again: it is said once something is done.
    if (problem.code === "other-account" && request.method !== "GET") noteOtherAccount();
    throw new Refusal(
      response.status,
      problem.code ?? CODES[response.status] ?? "internal",
      problem.fields ?? [],
      retryAfter,
    );
  },
  onError({ error }) {
    // Whoever takes a request back is to hear of just that.
    if (error instanceof DOMException && error.name === "AbortError") return error;
    return new Refusal(0, OFFLINE);
  },
};

async function readProblem(response: Response): Promise<Partial<Problem>> {
  if (!response.headers.get("Content-Type")?.includes("json")) return {};
  try {
    const body: unknown = await response.json();
    return isProblem(body) ? body : {};
  } catch {
    return {}; // cut off on the way: the status alone has to do
  }
}

function isProblem(body: unknown): body is Partial<Problem> {
  return typeof body === "object" && body !== null && "code" in body;
}

export const api = createClient<paths>({ baseUrl: "", credentials: "same-origin" });
api.use(believe, refuse);

/** What came back from a request that answers with something. */
export async function answer<T>(request: Promise<{ data?: T }>): Promise<T> {
  const { data } = await request;
  if (data === undefined) throw new Refusal(502, "internal");
  return data;
}

/** A key under which a request takes effect once, however often it is sent. */
export function newKey(): string {
  return crypto.randomUUID();
}

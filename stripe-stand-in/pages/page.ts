import type { Work } from "../work.ts";

export interface PageRequest {
  method: string;
  /** The token in the address. */
  token: string;
  form: Record<string, unknown>;
}

export type PageReply = { status: number; html: string } | { redirect: string };

export type PageHandler = (request: PageRequest, work: Work) => PageReply;

import { lookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { isPublicAddress } from "./public-address.ts";

/** An address that a tenant gave, and that we do not go to. */
export class AddressRefused extends Error {}

export type Addresses = (host: string) => Promise<{ address: string; family: number }[]>;
export type GuardedFetch = (url: string, options: Asked) => Promise<Response>;
type Asked = {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal | undefined;
};

const MOST_BYTES = 1024 * 1024;
const PATIENCE_MS = 8_000;

/**
 * A fetch for addresses that a tenant has given us (SSRF). It speaks https alone, goes to addresses of the
 * public internet alone, follows no redirect, and takes no more than a megabyte in eight seconds. The name
 * is looked up once and the connection goes to the address that was looked at, so that a name cannot lead
 * elsewhere the second time. `isLocalAllowed` is for development: http and private addresses are then
 * taken.
 */
export function guardedFetch(p: { isLocalAllowed: boolean; addresses?: Addresses }): GuardedFetch {
  const addresses = p.addresses ?? ((host) => lookup(host, { all: true, verbatim: true }));
  return async (text, options) => {
    const url = new URL(text);
    if (url.protocol !== "https:" && !(p.isLocalAllowed && url.protocol === "http:"))
      throw new AddressRefused(`${url.protocol}// is not spoken here; an address begins with https://.`);
    if (url.username || url.password) throw new AddressRefused("An address carries no password.");
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolved(addresses, host);
    // One private address among public ones is enough: which of them is tried is not ours to say.
    if (!p.isLocalAllowed && !found.every(({ address }) => isPublicAddress(address)))
      throw new AddressRefused(`${host} is no address of the public internet.`);
    return ask(url, { ...options, to: found });
  };
}

async function resolved(addresses: Addresses, host: string) {
  const found = await addresses(host).catch(() => []);
  if (found.length === 0) throw new AddressRefused(`${host} has no address.`);
  return found;
}

type To = { address: string; family: number }[];

function ask(url: URL, p: Asked & { to: To }): Promise<Response> {
  const body = bodyOf(p.body);
  const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), ...(p.signal ? [p.signal] : [])]);
  const options: RequestOptions = {
    method: p.method ?? "GET",
    headers: { ...p.headers, "accept-encoding": "identity", "content-length": Buffer.byteLength(body) },
    signal,
    agent: false,
    // Whatever is asked for, the answer is what was looked at before.
    lookup: (_host, { all }, done) => {
      const [first] = p.to;
      if (all) done(null, p.to);
      else done(null, first?.address ?? "", first?.family);
    },
  };
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((answered, failed) => {
    const request = send(url, options, (response) => {
      readBody(response).then((bytes) => answered(asResponse(response, bytes)), failed);
    });
    request.once("error", failed);
    request.end(body);
  });
}

function bodyOf(body: unknown): string {
  if (body === undefined || body === null) return "";
  if (typeof body === "string" || body instanceof URLSearchParams) return body.toString();
  throw new TypeError("Texts and forms are sent here, and nothing else.");
}

async function readBody(response: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new AddressRefused("The answer is longer than a megabyte.");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function asResponse(response: IncomingMessage, bytes: Buffer): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers))
    for (const one of [value ?? []].flat()) headers.append(name, one);
  const status = response.statusCode ?? 502;
  const isEmpty = status === 204 || status === 304 || status < 200;
  return new Response(isEmpty ? null : new Uint8Array(bytes), {
    status: status < 200 ? 502 : status,
    headers,
  });
}

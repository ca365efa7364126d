/**
 * A row of an organisation's audit chain as PostgreSQL tells it. JSON stands as the text that PostgreSQL
 * writes of it, since that text is what was hashed.
 */
export type AuditLink = {
  seq: bigint;
  /** 1: everything is in the hash itself. 2: what tells of a person stands in it as a salted digest. */
  format: number;
  /** Milliseconds since 1970, in UTC. */
  atMs: bigint;
  actorName: string;
  action: string;
  subjectType: string;
  subjectId: string;
  requestId: string;
  data: string;
  origin: string;
  /** Null where a person was erased: the row then stands on its digest. */
  salt: string | null;
  personalDigest: string | null;
  prevHash: string;
  hash: string;
};

/** The end of a chain at a moment, kept where the database's owner can't change it. */
export type ChainHead = { seq: bigint; hash: string };

/**
 * - `changed`: the row does not give the hash that stands in it
 * - `unlinked`: the row does not follow on the one before it
 * - `out_of_place`: a number is missing, doubled or out of order
 * - `cut_short`: the chain ends before its head, or before an anchor
 * - `rewritten`: the chain holds in itself and says something else than an anchor did
 */
export type FaultKind = "changed" | "unlinked" | "out_of_place" | "cut_short" | "rewritten";
export type ChainFault = { seq: bigint; kind: FaultKind };

/** What a chain begins on. */
export const CHAIN_START = "0".repeat(64);

type Digest = (text: string) => string;

/** The hash that a row must have. `digest` is SHA-256 of the text's UTF-8 bytes in lower-case hex. */
export function linkHash(link: AuditLink, digest: Digest): string {
  const { seq, atMs, data } = link;
  const [before, actor, action] = [quoted(link.prevHash), quoted(link.actorName), quoted(link.action)];
  const about = [quoted(link.subjectType), quoted(link.subjectId), quoted(link.requestId)];
  if (link.format === 1) return digest(listed([before, seq, atMs, actor, action, ...about, data]));
  return digest(listed([2, before, seq, atMs, action, ...about, quoted(link.personalDigest ?? "")]));
}

/** The digest of who did it, from where and with what; it tells nothing once the salt is gone. */
export function personalDigest(
  link: Pick<AuditLink, "salt" | "actorName" | "origin" | "data">,
  digest: Digest,
): string {
  return digest(`${link.salt ?? ""}${listed([quoted(link.actorName), link.origin, link.data])}`);
}

/**
 * Follows a chain row by row, so that one of any length needs no memory. `anchors` are earlier heads in any
 * order. `take` and `end` answer the first fault and go on answering it.
 */
export function followChain(p: { digest: Digest; anchors?: readonly ChainHead[] }) {
  const anchors = new Map((p.anchors ?? []).map(({ seq, hash }) => [seq, hash]));
  let before: ChainHead = { seq: 0n, hash: CHAIN_START };
  let fault: ChainFault | null = null;
  const stop = (seq: bigint, kind: FaultKind) => {
    fault ??= { seq, kind };
    return fault;
  };
  return {
    take(link: AuditLink): ChainFault | null {
      if (fault) return fault;
      const kind = faultOf({ link, before, digest: p.digest, anchored: anchors.get(link.seq) });
      if (kind) return stop(link.seq, kind);
      before = { seq: link.seq, hash: link.hash };
      return null;
    },
    /** The head is what the database says the chain ends on; null where it knows of none. */
    end(head: ChainHead | null): ChainFault | null {
      if (fault) return fault;
      const furthest = [...anchors.keys()].reduce((a, b) => (a > b ? a : b), 0n);
      if (furthest > before.seq || (head?.seq ?? 0n) > before.seq)
        return stop(before.seq + 1n, "cut_short");
      if ((head?.hash ?? CHAIN_START) !== before.hash) return stop(before.seq, "changed");
      return null;
    },
    get rows(): bigint {
      return before.seq;
    },
  };
}

function faultOf(p: {
  link: AuditLink;
  before: ChainHead;
  digest: Digest;
  anchored: string | undefined;
}): FaultKind | null {
  const { link, before } = p;
  if (link.seq !== before.seq + 1n) return "out_of_place";
  if (link.prevHash !== before.hash) return "unlinked";
  const isPersonal = link.format === 2 && link.salt !== null;
  if (isPersonal && personalDigest(link, p.digest) !== link.personalDigest) return "changed";
  if (linkHash(link, p.digest) !== link.hash) return "changed";
  return p.anchored !== undefined && p.anchored !== link.hash ? "rewritten" : null;
}

/** As PostgreSQL writes a list in jsonb; its texts are escaped as JSON.stringify does it. */
const listed = (parts: readonly (string | number | bigint)[]) => `[${parts.join(", ")}]`;
const quoted = (text: string) => JSON.stringify(text);

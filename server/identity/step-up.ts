import type { FactorWay } from "../../domain/identity/second-factor.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { asPerson } from "./as-person.ts";
import { factorsOf, waysOf } from "./factors/factors.read.ts";
import { passwordMatches } from "./password.ts";
import { type IdentityDeps, type Proof, proves } from "./sign-in.ts";
import { countAttempt, type Throttled } from "./throttle.ts";

export type StepUpWay = FactorWay | "password" | "organisation";
export type StepUpProof = Proof | { way: "password"; password: string };
export type StepUpResult = { outcome: "proved"; cookies: string[] } | { outcome: "refused" } | Throttled;

/**
 * With what the viewer can prove, in their open session, that it is still them: by a second factor where
 * they have one, since who stole the session may know the password; by the password otherwise. Where their
 * organisation's own sign-in opened the session, it is asked again: not everybody who comes that way has
 * more.
 */
export async function stepUpWays(deps: IdentityDeps, viewer: Viewer): Promise<StepUpWay[]> {
  if (viewer.ssoConnectionId) return ["organisation"];
  const ways = waysOf(await asPerson(deps.db, viewer.userId, (tx) => factorsOf(tx, viewer.userId)));
  return ways.length === 0 ? ["password"] : ways;
}

/** Takes a proof for an open session; grave deeds go through for five minutes then. */
export async function stepUp(
  deps: IdentityDeps,
  input: { viewer: Viewer; cookieHeader: string | null; proof: StepUpProof },
): Promise<StepUpResult> {
  const { viewer, cookieHeader, proof } = input;
  const { userId, address } = viewer;
  const holder = await deps.sessions.holder(cookieHeader);
  if (!holder || !(await stepUpWays(deps, viewer)).includes(proof.way)) return { outcome: "refused" };
  const { spent, clear } = await countAttempt(deps.throttle, { what: "factor", account: userId, address });
  if (spent) return spent;
  if (!(await holds(deps, { userId, holder, proof }))) return { outcome: "refused" };
  await clear();
  await deps.sessions.stepUp(cookieHeader);
  const cookie = await deps.sessions.renew(cookieHeader);
  return { outcome: "proved", cookies: cookie ? [cookie] : [] };
}

async function holds(
  deps: IdentityDeps,
  { userId, holder, proof }: { userId: string; holder: string; proof: StepUpProof },
): Promise<boolean> {
  if (proof.way !== "password") return proves(deps, { userId, holder, purpose: "passkey_step_up", proof });
  const person = await deps.open.user.findUnique({ where: { id: userId } });
  return passwordMatches({ stored: person?.passwordHash ?? null, password: proof.password });
}

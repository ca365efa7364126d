import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { DomainError } from "../../../domain/shared/domain-error.ts";
import { NotFound, parseInput } from "../../../domain/shared/refusals.ts";
import { type Clock, toDate } from "../../clock.ts";
import { type Caller, command } from "../../command.ts";
import type { Database, Tx } from "../../db.ts";
import { isId } from "../../party-scope.ts";
import { tellOfAccount } from "../account-notice.ts";
import { asPerson } from "../as-person.ts";
import { keepChallenge, type Purpose, takeChallenge } from "../challenges.ts";
import { factorsOf, waysOf } from "./factors.read.ts";
import { makeRecoveryCodes } from "./recovery-codes.ts";

/** The site that passkeys are made for: host alone, and scheme with host and port. */
export type PasskeyParty = { id: string; origin: string };
type Deps = { db: Database; open: Tx; clock: Clock; passkeys: PasskeyParty };

/** The browser's answer does not fit what it was asked, or was asked too long ago. */
export class PasskeyNotAdded extends DomainError {
  constructor() {
    const message =
      "The passkey was not added: the device's answer came too late or does not fit. Try again.";
    super({ code: "passkey_not_added", message });
  }
}

/** A person needs few, and every one more is a door. */
const MOST_PASSKEYS = 20;

export class TooManyPasskeys extends DomainError {
  constructor() {
    const message = `${MOST_PASSKEYS} passkeys are the most. Remove one that you no longer use.`;
    super({ code: "too_many_passkeys", message });
  }
}

// The library weighs some megabytes, and most requests have nothing to do with passkeys.
const library = () => import("@simplewebauthn/server");

/**
 * What the browser is to ask a device for, so that a passkey is made; bound to the session, for ten
 * minutes.
 */
export async function passkeyToAdd(deps: Deps, caller: Caller, holder: string): Promise<object> {
  const { generateRegistrationOptions } = await library();
  const { userId, email, name } = caller.viewer;
  const own = await asPerson(deps.db, userId, (tx) => tx.passkey.findMany({ where: { userId } }));
  const options = await generateRegistrationOptions({
    rpName: "Engine Room",
    rpID: deps.passkeys.id,
    userName: email,
    userDisplayName: name,
    userID: new TextEncoder().encode(userId),
    excludeCredentials: own.map((one) => ({ id: one.credentialId, transports: one.transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  const now = deps.clock.now();
  const { challenge } = options;
  await keepChallenge(deps.open, { holder, purpose: "passkey_add", userId, challenge, now });
  return options;
}

/**
 * What the browser is to ask a device for, so that somebody proves themselves. Without a person any
 * passkey of this site may answer.
 */
export async function passkeyToProve(
  deps: Deps,
  p: { holder: string; purpose: Purpose; userId: string | null },
): Promise<object> {
  const { generateAuthenticationOptions } = await library();
  const { userId } = p;
  const own = userId
    ? await asPerson(deps.db, userId, (tx) => tx.passkey.findMany({ where: { userId } }))
    : [];
  const options = await generateAuthenticationOptions({
    rpID: deps.passkeys.id,
    userVerification: "required",
    allowCredentials: own.map((one) => ({ id: one.credentialId, transports: one.transports })),
  });
  await keepChallenge(deps.open, { ...p, challenge: options.challenge, now: deps.clock.now() });
  return options;
}

const nameSchema = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Name the passkey, so that you know it again.")
    .max(60, "Keep the name within 60 characters."),
});

/**
 * Keeps a new passkey. Answers recovery codes where it is the person's first factor, this once. Throws
 * InvalidInput, PasskeyNotAdded or TooManyPasskeys.
 */
export async function addPasskey(
  deps: Deps,
  caller: Caller,
  input: { response: string; name: string; holder: string },
): Promise<string[] | null> {
  let codes: string[] | null = null;
  const add = command({
    name: "passkey.add",
    permission: "own_account",
    requiresStepUp: true,
    run: async (deed, { name: given, response, holder }: typeof input) => {
      const { name } = parseInput(nameSchema, { name: given });
      const { userId } = deed.viewer;
      const factors = await factorsOf(deed.tx, userId);
      if (factors.passkeys.length >= MOST_PASSKEYS) throw new TooManyPasskeys();
      const made = await verifiedNew(deps, { response, holder, userId });
      const { id: credentialId, publicKey, counter, transports } = made;
      const { id } = await deed.tx.passkey.create({
        data: {
          ...{ userId, credentialId, name, counter: BigInt(counter), transports: transports ?? [] },
          publicKey: new Uint8Array(publicKey),
          createdAt: toDate(deed.now),
        },
      });
      if (waysOf(factors).length === 0) codes = await makeRecoveryCodes(deed.tx, userId);
      deed.about("passkey", id, { name });
      await tellOfAccount(deed, "passkey_added");
      return { id };
    },
  });
  await add(caller, input);
  return codes;
}

async function verifiedNew(deps: Deps, p: { response: string; holder: string; userId: string }) {
  const { verifyRegistrationResponse } = await library();
  const asked = { holder: p.holder, purpose: "passkey_add", now: deps.clock.now() } as const;
  const challenge = await takeChallenge(deps.open, asked);
  if (challenge?.userId !== p.userId) throw new PasskeyNotAdded();
  const verified = await verifyRegistrationResponse({
    response: jsonOf(p.response) as RegistrationResponseJSON,
    expectedChallenge: challenge.challenge,
    expectedOrigin: deps.passkeys.origin,
    expectedRPID: deps.passkeys.id,
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) throw new PasskeyNotAdded();
  return verified.registrationInfo.credential;
}

const answerSchema = z.object({
  id: z.string().max(2_000),
  response: z.object({ userHandle: z.string().max(200).optional() }),
});

/**
 * The person whose passkey answers what this browser was asked; null for any other answer. With a person
 * given it must be theirs. The question is used up, whatever the answer.
 */
export async function takePasskey(
  deps: Deps,
  p: { holder: string; purpose: Purpose; response: string; userId: string | null },
): Promise<string | null> {
  const now = deps.clock.now();
  const asked = await takeChallenge(deps.open, { holder: p.holder, purpose: p.purpose, now });
  const answer = answerSchema.safeParse(jsonOf(p.response));
  if (!asked || !answer.success) return null;
  const { id, response } = answer.data;
  const userId = p.userId ?? Buffer.from(response.userHandle ?? "", "base64url").toString("utf8");
  if (!isId(userId) || (asked.userId !== null && asked.userId !== userId)) return null;
  return asPerson(deps.db, userId, async (tx) => {
    const key = await tx.passkey.findFirst({ where: { userId, credentialId: id } });
    if (!key) return null;
    const answered = { answer: jsonOf(p.response), challenge: asked.challenge, now };
    return (await answers(tx, { deps, key, ...answered })) ? userId : null;
  });
}

async function answers(
  tx: Tx,
  p: {
    deps: Deps;
    key: { id: string; credentialId: string; publicKey: Uint8Array; counter: bigint };
    answer: unknown;
    challenge: string;
    now: Temporal.Instant;
  },
): Promise<boolean> {
  const { deps, key } = p;
  const { verifyAuthenticationResponse } = await library();
  const publicKey = new Uint8Array(key.publicKey);
  const verified = await verifyAuthenticationResponse({
    response: p.answer as AuthenticationResponseJSON,
    expectedChallenge: p.challenge,
    expectedOrigin: deps.passkeys.origin,
    expectedRPID: deps.passkeys.id,
    credential: { id: key.credentialId, publicKey, counter: Number(key.counter) },
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return false;
  const counter = BigInt(verified.authenticationInfo.newCounter);
  const { count } = await tx.passkey.updateMany({
    where: { id: key.id, counter: key.counter },
    data: { counter, lastUsedAt: toDate(p.now) },
  });
  return count === 1;
}

/** Names a passkey of the person's anew. Throws InvalidInput, NotFound: for somebody else's too. */
export const renamePasskey = command({
  name: "passkey.rename",
  permission: "own_account",
  run: async (deed, input: { id: string; name: string }) => {
    const { name } = parseInput(nameSchema, { name: input.name });
    const own = { id: input.id, userId: deed.viewer.userId };
    const { count } = isId(input.id)
      ? await deed.tx.passkey.updateMany({ where: own, data: { name } })
      : { count: 0 };
    if (count === 0) throw new NotFound("passkey");
    deed.about("passkey", input.id, { name });
    return { id: input.id };
  },
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** How somebody proved who they are when a session was opened. */
export const SIGN_IN_WAYS = {
  password: "Password",
  totp: "Authenticator app",
  recovery: "Recovery code",
  passkey: "Passkey",
  organisation: "Your organisation's sign-in",
  invitation: "A link in a mail",
} as const;

export type SignInWay = keyof typeof SIGN_IN_WAYS;

/** What came of it; `throttled` is told once, when the attempts of a quarter of an hour are used up. */
export const SIGN_IN_OUTCOMES = {
  signed_in: "Signed in",
  refused: "Refused",
  throttled: "Refused: too many attempts",
  own_sign_in: "Refused: your organisation asks for its own sign-in",
} as const;

export type SignInOutcome = keyof typeof SIGN_IN_OUTCOMES;

/** How long a browser that was not used to sign in counts as the person's; browsers keep no cookie longer. */
export const DEVICE_DAYS = 400;

const BROWSERS = ["Edg", "OPR", "Firefox", "Chrome", "Safari"] as const;
const SYSTEMS = ["Windows", "Android", "iPhone", "Mac OS", "Linux"] as const;
const NAMES: Record<string, string> = { Edg: "Edge", OPR: "Opera" };

/** "Firefox on Linux", from a User-Agent header; a program that names no browser as it calls itself. */
export function browserWords(agent: string): string {
  const browser = BROWSERS.find((name) => agent.includes(name));
  if (!browser) return agent === "" ? "Unknown program" : agent.slice(0, 60);
  const system = SYSTEMS.find((name) => agent.includes(name));
  return `${NAMES[browser] ?? browser}${system ? ` on ${system}` : ""}`;
}

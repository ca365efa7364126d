/** What the processes of a trial sign with; nothing outside of it takes them. */
export const WEBHOOK_SECRET = "whsec_of_a_trial";
export const API_KEY = "sk_test_local";

/** A process's own API key: the stand-in tells by it who asks. */
export function keyOf(pid: number): string {
  return `${API_KEY}_${pid}`;
}

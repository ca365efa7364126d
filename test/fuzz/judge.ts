/** What an answer to anything at all must never show: a stack, a file or a statement of ours. */
const INSIDES =
  /\n\s+at .{1,200}[(/]|node_modules\/|\.ts:\d+:\d+|node:internal|PrismaClient|syntax error at or near/;
/** GraphQL and pages say so where something happened that we did not foresee. */
const OURS = /Something went wrong on our side|"code":"internal"/;
/** Said on purpose, in words of ours: another server did not answer, or we are not ready. */
const ON_PURPOSE = [502, 503];
/** The longest that anybody waits for an answer, in milliseconds. */
export const PATIENCE_MS = 2_000;

/** What is wrong with an answer; null where nothing is. */
export function faultOf(answer: { status: number; text: string }): string | null {
  if (answer.status >= 500 && !ON_PURPOSE.includes(answer.status)) return `answered with ${answer.status}`;
  if (OURS.test(answer.text)) return "failed within the answer";
  return INSIDES.test(answer.text) ? "showed our insides" : null;
}

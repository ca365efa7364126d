import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Values that tests and the demo story enter, and that no log may show, each with what it is. */
const PLANTED: readonly (readonly [what: string, form: RegExp])[] = [
  ["an account that wages go to", /GB2960000\d|XX44000000000\d\d|GB29NWBK60161331926819/],
  ["an account that payouts go to", /DE89370400440532013000|FR1420041010050500013M02606/],
  ["a VAT number that a buyer stated", /NL987654321B01|SE556677889901/],
  ["an API key", /\berk_[\w-]{16,}/],
  ["the secret of a connection", /\bers_[\w-]{16,}/],
  ["a session", /(__Host-)?(sid|pending)=(?!\[cut\])[\w.-]{16,}/],
  ["a password", /engine-room-demo-\w+|four quiet words here/],
  ["the secret of an authenticator app", /otpauth:/],
  ["a link that works once", /[?&](token|key)=(?!\[cut\])[\w-]{16,}/],
];

/** Each planted value that a text shows, as a line that says where, without the value. */
export function plantedIn(text: string, where: string): string[] {
  return PLANTED.filter(([, form]) => form.test(text)).map(([what]) => `${where}: ${what}`);
}

export function plantedInFile(file: string): string[] {
  return existsSync(file) ? plantedIn(readFileSync(file, "utf8"), file) : [];
}

/** Of every file of a folder. */
export function plantedInFolder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => plantedInFile(join(folder, name)));
}

import { data } from "@remix-run/node";

/** The year that the address asks for, or this one; throws 404 for what is no year. */
export function askedYear(request: Request): number {
  const asked = new URL(request.url).searchParams.get("year");
  if (asked === null) return new Date().getUTCFullYear();
  if (!/^20\d\d$/.test(asked)) throw data({ message: "There is no such year." }, { status: 404 });
  return Number(asked);
}

import { data } from "@remix-run/node";

/** Every address that nothing else answers. */
export async function loader() {
  throw data({ message: "There is no such page." }, { status: 404 });
}

export default function NotFoundPage() {
  return null;
}

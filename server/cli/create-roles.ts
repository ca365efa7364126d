// node server/cli/create-roles.ts <superuser connection string>: makes the database and the roles that
// the three DATABASE_ variables name, once per database server.
import { readEnv } from "../env.ts";
import { createRolesAndDatabase } from "../postgres/set-up.ts";

const superuserUrl = process.argv[2];
const { DATABASE_OWNER_URL: owner, DATABASE_URL: user, DATABASE_WORKER_URL: worker } = readEnv();
if (!superuserUrl || !owner || !user || !worker) {
  process.stderr.write(
    "Usage: DATABASE_OWNER_URL=… DATABASE_URL=… DATABASE_WORKER_URL=… node server/cli/create-roles.ts <superuser url>\n",
  );
  process.exit(2);
}
await createRolesAndDatabase({ superuserUrl, urls: { owner, user, worker } });
process.stdout.write(
  "The database and its roles are there. Start with DATABASE_OWNER_URL set to migrate.\n",
);
process.exit(0);

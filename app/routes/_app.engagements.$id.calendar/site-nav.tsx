import { Link } from "@remix-run/react";
import styles from "./calendar.module.css";

/** The contract's own calendar and those of its sites. */
export function SiteNav(props: {
  sites: readonly { id: string; name: string; zone: string }[];
  siteId: string;
}) {
  const { sites, siteId } = props;
  if (sites.length === 0) return null;
  const all = [{ id: "", name: "Contract hours", zone: "" }, ...sites];
  return (
    <nav aria-label="Calendars" className={styles.sites}>
      {all.map((one) => (
        <Link
          key={one.id}
          to={one.id ? `?site=${one.id}` : "?"}
          aria-current={one.id === siteId ? "page" : undefined}
        >
          {one.name}
        </Link>
      ))}
    </nav>
  );
}

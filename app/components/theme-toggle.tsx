import { useFetcher, useLocation } from "@remix-run/react";
import styles from "./theme-toggle.module.css";

export type ThemeChoice = "light" | "dark" | "system";

const CHOICES: ReadonlyArray<{ value: ThemeChoice; label: string }> = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "system", label: "System" },
];

/**
 * Posts `theme` and `returnTo` to /theme, which keeps the choice in a cookie. With JavaScript the page
 * stays and its loaders run again; without it the browser comes back to the same address.
 */
export function ThemeToggle({ current, action = "/theme" }: { current: ThemeChoice; action?: string }) {
  const fetcher = useFetcher();
  const { pathname, search } = useLocation();
  return (
    <fetcher.Form method="post" action={action} className={styles.toggle}>
      <fieldset>
        <legend className={styles.legend}>Theme</legend>
        <input type="hidden" name="returnTo" value={pathname + search} />
        {CHOICES.map((choice) => (
          <button
            key={choice.value}
            type="submit"
            name="theme"
            value={choice.value}
            aria-pressed={choice.value === current}
          >
            {choice.label}
          </button>
        ))}
      </fieldset>
    </fetcher.Form>
  );
}

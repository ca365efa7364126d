import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

const EVERY_MILLISECONDS = 2_000;

/**
 * Reads the page's data again every two seconds while something is on its way, so that nobody has to
 * reload.
 */
export function useRefreshWhile(active: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!active || state !== "idle") return;
    const timer = setTimeout(revalidate, EVERY_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [active, state, revalidate]);
}

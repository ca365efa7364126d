import { createContext, type ReactNode, useContext } from "react";
import { useLocale } from "react-aria-components";

const ZoneContext = createContext("UTC");

/**
 * The IANA zone in which moments below are shown, for example "Europe/Warsaw". It comes from the session or
 * from the contract, never from the browser, so that the server and the browser write the same text.
 */
export function ZoneProvider({ zone, children }: { zone: string; children: ReactNode }) {
  return <ZoneContext.Provider value={zone}>{children}</ZoneContext.Provider>;
}

/** The zone in force; a component's own `zone` wins over it. */
export function useZone(own?: string): string {
  const shared = useContext(ZoneContext);
  return own ?? shared;
}

/** The reader's BCP 47 locale, as the `I18nProvider` at the root says. */
export function useReaderLocale(own?: string): string {
  const { locale } = useLocale();
  return own ?? locale;
}

import { createContext, type ReactNode, useContext } from "react";
import { I18nProvider } from "react-aria-components";

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

const YearContext = createContext<number | null>(null);

/** The present year, as the server knew it: a short moment of another year says its year. */
export function YearProvider({ year, children }: { year: number | null; children: ReactNode }) {
  return <YearContext.Provider value={year}>{children}</YearContext.Provider>;
}

/** The present year; null where nobody said it. */
export function usePresentYear(): number | null {
  return useContext(YearContext);
}

const LocaleContext = createContext("en-US");

/**
 * The reader's BCP 47 locale. Ours stands beside the library's, whose hook keeps a state and a listener in
 * every amount on the page.
 */
export function LocaleProvider({ locale, children }: { locale: string; children: ReactNode }) {
  return (
    <I18nProvider locale={locale}>
      <LocaleContext.Provider value={locale}>{children}</LocaleContext.Provider>
    </I18nProvider>
  );
}

/** The locale in force; a component's own `locale` wins over it. */
export function useReaderLocale(own?: string): string {
  const shared = useContext(LocaleContext);
  return own ?? shared;
}

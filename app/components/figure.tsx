import type { ReactNode } from "react";
import { Percent } from "./percent.tsx";

export interface FigureProps {
  /** An exact decimal. */
  value: string;
  /** "%", "hours", "items" or a currency. */
  unit: string;
  /** What it was measured on. */
  of?: ReactNode;
}

/** A measured figure in its unit, with what it was measured on beneath. */
export function Figure({ value, unit, of }: FigureProps) {
  const digits = value.split(".")[1]?.length ?? 0;
  if (unit === "%") return <Percent value={value as `${number}`} digits={digits} of={of} />;
  return (
    <span>
      {Number(value).toLocaleString("en-US", {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      })}
      {`\u00a0${unit}`}
      {of ? <small>{of}</small> : null}
    </span>
  );
}

import type { ReactNode } from "react";
import { Button, OverlayArrow, Tooltip, TooltipTrigger } from "react-aria-components";
import styles from "./overlay.module.css";

/**
 * A word with an explanation that opens on focus and on hover. Only for what can be understood without it:
 * a tooltip does not exist on a phone.
 */
export function Explained({ children, explanation }: { children: ReactNode; explanation: ReactNode }) {
  return (
    <TooltipTrigger delay={300}>
      <Button className={styles.term ?? ""}>{children}</Button>
      <Tooltip className={styles.tooltip ?? ""} offset={6}>
        <OverlayArrow />
        {explanation}
      </Tooltip>
    </TooltipTrigger>
  );
}

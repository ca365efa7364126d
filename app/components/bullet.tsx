import styles from "./charts.module.css";
import { classNames } from "./class-names.ts";

export interface BulletProps {
  value: number;
  target: number;
  /** The ends of the scale, in the unit of the value. */
  min?: number;
  max?: number;
  tone: "met" | "risk" | "breached" | "held";
  /** "91.4 %, target 95 %, missed". */
  label: string;
}

const WIDTH = 120;

/** Measured against target on one line; the upright mark is the target. The figures stand above it. */
export function Bullet({ value, target, min = 0, max = 100, tone, label }: BulletProps) {
  const x = (amount: number) => Math.min(1, Math.max(0, (amount - min) / (max - min || 1))) * WIDTH;
  return (
    <svg className={styles.chart} width={WIDTH + 2} height="16" role="img" aria-label={label}>
      <rect y="6" width={WIDTH} height="4" className={styles.ground} />
      <rect y="5" width={x(value)} height="6" className={classNames(styles.bar, styles[tone])} />
      <path d={`M${x(target)} 1v14`} className={styles.mark} />
    </svg>
  );
}

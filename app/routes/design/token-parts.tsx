import { BrandMark, Icon, type IconName } from "../../components/icon.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import styles from "./design.module.css";

const COLOURS = [
  "paper",
  "surface",
  "sunken",
  "line",
  "line-strong",
  "control",
  "ink",
  "ink-2",
  "ink-3",
  "accent",
];
const STATES = [
  "accent-soft",
  "met",
  "met-soft",
  "risk",
  "risk-soft",
  "breach",
  "breach-soft",
  "held",
  "held-soft",
];
const SHAPES: readonly IconName[] = [
  "check",
  "triangle",
  "cross",
  "pause",
  "dot",
  "plus",
  "up",
  "down",
  "left",
  "right",
  "chevron",
  "menu",
  "info",
];

export function TokenParts() {
  return (
    <Section title="Colour, type and shape" note="app/styles/tokens.css" id="tokens" first>
      <ul className={styles.swatches}>
        {[...COLOURS, ...STATES].map((name) => (
          <li key={name}>
            <span className={styles.swatch} data-token={name} />
            <small>{name}</small>
          </li>
        ))}
      </ul>
      <div className={styles.types}>
        <p className={styles.title}>Three engagements need you today</p>
        <p className={styles.figure}>2 h 25 min left</p>
        <p className={styles.lead}>Lead text sits at sixteen over twenty-four.</p>
        <p>Body text is fourteen over twenty with tabular figures: 1,111.00 over 8,888.00.</p>
        <small>Small print carries the period, the source and the calendar.</small>
      </div>
      <div className={styles.row}>
        <BrandMark />
        {SHAPES.map((name) => (
          <Icon key={name} name={name} />
        ))}
      </div>
      <div className={styles.row}>
        <Status tone="met">Met Thursday 09:35</Status>
        <Status tone="risk">Breach by 16:20</Status>
        <Status tone="breached">Breached 09:40</Status>
        <Status tone="held">Waiting on buyer</Status>
        <Status tone="neutral">Draft</Status>
        <Status tone="fine">SOC 2 to 14 Feb</Status>
      </div>
    </Section>
  );
}

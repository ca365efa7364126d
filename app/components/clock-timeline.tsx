import { classNames } from "./class-names.ts";
import { type ClockAxis, foldedAxis, type Stretch, stackLabels } from "./clock-axis.ts";
import styles from "./clock-timeline.module.css";
import { momentText } from "./date-text.ts";
import { useReaderLocale, useZone } from "./locale.tsx";

/** Drawn shapes differ, not only colours: solid, dashed outline, pale. */
export type SpanKind = "running" | "paused" | "provider" | "buyer" | "late";

export interface ClockSpan extends Stretch {
  kind: SpanKind;
  text?: string;
}

export interface ClockTimelineProps {
  /** The whole picture in one sentence; the table below the picture carries the details. */
  label: string;
  /** Open business time in order; what lies between two windows is folded and marked as closed. */
  windows: readonly Stretch[];
  rows: ReadonlyArray<{ label: string; spans: readonly ClockSpan[] }>;
  events?: ReadonlyArray<{ at: string; text: string }>;
  now?: { at: string; text: string };
  breach?: { at: string; text: string };
  zone?: string;
  locale?: string;
}

const TOP = 24;
const ROW = 40;
const LABEL_LINE = 15;
/** Estimated share of the axis that one letter of a label takes at the smallest width of the picture. */
const LETTER_PERCENT = 1.05;

/** The life of one clock: when it ran, who held it, what happened. Percents make it fit any width. */
export function ClockTimeline(props: ClockTimelineProps) {
  const { label, windows, rows, events = [], now, breach } = props;
  const axis = foldedAxis(windows);
  const marks = events.map((event) => placed(event, axis.percentAt(event.at)));
  const lanes = stackLabels(marks.map(({ begins, reach }) => ({ percent: begins, reach })));
  const eventsTop = TOP + rows.length * ROW;
  const bottom = eventsTop + 22 + (Math.max(-1, ...lanes) + 1) * LABEL_LINE;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1)
    <section className={styles.region} aria-label={label} tabIndex={0}>
      <div className={styles.picture} role="img" aria-label={label}>
        <svg className={styles.labels} width="76" height={bottom + 20} aria-hidden="true">
          {rows.map((row, index) => (
            <text key={row.label} y={TOP + index * ROW + 24} className={styles.rowLabel}>
              {row.label}
            </text>
          ))}
          {events.length > 0 ? (
            <text y={eventsTop + 18} className={styles.rowLabel}>
              Events
            </text>
          ) : null}
        </svg>
        <svg className={styles.axis} width="100%" height={bottom + 20} aria-hidden="true">
          <Grid axis={axis} bottom={bottom} zone={props.zone} locale={props.locale} />
          {rows.map((row, index) => (
            <Row key={row.label} axis={axis} spans={row.spans} top={TOP + index * ROW + 12} />
          ))}
          {marks.map((mark, index) => (
            <g key={`${mark.at} ${mark.text}`}>
              <circle cx={`${mark.percent}%`} cy={eventsTop + 14} r="4.5" className={styles.event} />
              <text
                x={`${mark.percent}%`}
                dx={mark.atEnd ? 4 : -4}
                y={eventsTop + 34 + (lanes[index] ?? 0) * LABEL_LINE}
                textAnchor={mark.atEnd ? "end" : "start"}
              >
                {mark.text}
              </text>
            </g>
          ))}
          {breach ? <Breach percent={axis.percentAt(breach.at)} text={breach.text} /> : null}
          {now ? <Now percent={axis.percentAt(now.at)} text={now.text} bottom={bottom} /> : null}
        </svg>
      </div>
    </section>
  );
}

/** Where an event's label lies: behind its mark, or before it where it would run out of the picture. */
function placed(event: { at: string; text: string }, percent: number) {
  const reach = (event.text.length + 2) * LETTER_PERCENT;
  const atEnd = percent + reach > 100;
  return { ...event, percent, reach, atEnd, begins: atEnd ? percent - reach : percent };
}

function Grid(props: { axis: ClockAxis; bottom: number; zone?: string; locale?: string }) {
  const { axis, bottom } = props;
  const zone = useZone(props.zone);
  const locale = useReaderLocale(props.locale);
  return (
    <>
      {axis.ticks.map((tick) => (
        <g key={tick.at}>
          <line
            x1={`${tick.percent}%`}
            x2={`${tick.percent}%`}
            y1="18"
            y2={bottom}
            className={styles.grid}
          />
          <text
            x={`${tick.percent}%`}
            y="12"
            textAnchor={tick.percent > 96 ? "end" : "start"}
            className={styles.tick}
          >
            {momentText({ instant: tick.at, zone, locale, style: tick.startsDay ? "weekday" : "time" })}
          </text>
        </g>
      ))}
      {axis.folds.map((fold) => (
        <g key={fold.from}>
          <rect
            x={`${fold.from}%`}
            width={`${fold.to - fold.from}%`}
            y="18"
            height={bottom - 18}
            className={styles.fold}
          />
          <text
            x={`${(fold.from + fold.to) / 2}%`}
            y={TOP + ROW + 4}
            textAnchor="middle"
            className={styles.tick}
          >
            closed
          </text>
        </g>
      ))}
    </>
  );
}

function Row(props: { axis: ClockAxis; spans: readonly ClockSpan[]; top: number }) {
  const { axis, spans, top } = props;
  return (
    <>
      {spans.map((span) => {
        const from = axis.percentAt(span.start);
        const width = Math.max(0, axis.percentAt(span.end) - from);
        return (
          <g key={`${span.start} ${span.kind}`}>
            <rect
              x={`${from}%`}
              width={`${width}%`}
              y={top}
              height="16"
              className={classNames(styles.span, styles[span.kind])}
            />
            {span.text && width > span.text.length * LETTER_PERCENT ? (
              <text x={`${from}%`} dx="6" y={top + 12} className={styles.spanText}>
                {span.text}
              </text>
            ) : null}
          </g>
        );
      })}
    </>
  );
}

function Breach({ percent, text }: { percent: number; text: string }) {
  const atEnd = percent > 80;
  return (
    <g className={styles.breach}>
      <line x1={`${percent}%`} x2={`${percent}%`} y1={TOP + 6} y2={TOP + 46} />
      <text x={`${percent}%`} dx={atEnd ? -6 : 6} y={TOP + 45} textAnchor={atEnd ? "end" : "start"}>
        {text}
      </text>
    </g>
  );
}

function Now({ percent, text, bottom }: { percent: number; text: string; bottom: number }) {
  const atEnd = percent > 70;
  return (
    <g className={styles.now}>
      <line x1={`${percent}%`} x2={`${percent}%`} y1="22" y2={bottom} />
      <text x={`${percent}%`} dx={atEnd ? -4 : 4} y={bottom + 13} textAnchor={atEnd ? "end" : "start"}>
        {text}
      </text>
    </g>
  );
}

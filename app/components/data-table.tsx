import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./data-table.module.css";
import { Icon } from "./icon.tsx";
import { VisuallyHidden } from "./visually-hidden.tsx";

export interface Column<Row> {
  key: string;
  /** Also the label of the cell where rows are stacked; leave it empty only with `hiddenHeader`. */
  header: string;
  cell: (row: Row) => ReactNode;
  /** Right-aligned with tabular figures. */
  numeric?: boolean;
  /** The cell that names the row; one a table, usually the first. */
  rowHeader?: boolean;
  /** The header is spoken but not shown (a column of checkboxes or of actions). */
  hiddenHeader?: boolean;
  /** The link that sorts by this column, and the direction in force if it is this one. */
  sort?: { href: string; direction?: "ascending" | "descending" };
  /** In px or %; an attribute, because a style attribute would need a weaker content security policy. */
  width?: string;
}

export interface DataTableProps<Row> {
  /** Says what the rows are; read by screen readers only, the section's heading stands above. */
  caption: string;
  columns: ReadonlyArray<Column<Row>>;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** 32, 40 or 52 px a row. */
  density?: "compact" | "normal" | "roomy";
  /** Below 820 px: each row as a small list of label and value, or the table scrolls in its own region. */
  narrow?: "stack" | "scroll";
  /** Shown in place of the rows: an `EmptyState` of the right kind. */
  empty?: ReactNode;
  /** Rows of totals: `<tr>` elements. */
  footer?: ReactNode;
}

/** A table that works without JavaScript: sorting is a link, and the state of the table is the address. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, density = "normal", narrow = "stack", empty, footer } = props;
  if (rows.length === 0 && empty) return <div>{empty}</div>;
  const table = (
    <table className={classNames(styles.table, styles[density], styles[narrow])}>
      <caption>
        <VisuallyHidden>{caption}</VisuallyHidden>
      </caption>
      <colgroup>
        {columns.map((column) => (
          <col key={column.key} width={column.width} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map((column) => (
            <HeaderCell key={column.key} column={column} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>{columns.map((column) => bodyCell(column, row))}</tr>
        ))}
      </tbody>
      {footer ? <tfoot>{footer}</tfoot> : null}
    </table>
  );
  if (narrow === "stack") return table;
  return (
    // A region that scrolls must be reachable by keyboard, hence the tab stop.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1)
    <section className={styles.region} aria-label={caption} tabIndex={0}>
      {table}
    </section>
  );
}

function HeaderCell<Row>({ column }: { column: Column<Row> }) {
  const label = column.hiddenHeader ? <VisuallyHidden>{column.header}</VisuallyHidden> : column.header;
  return (
    <th
      scope="col"
      className={column.numeric ? styles.numeric : undefined}
      aria-sort={column.sort ? (column.sort.direction ?? "none") : undefined}
    >
      {column.sort ? (
        <Link to={column.sort.href} className={styles.sort} preventScrollReset>
          {label}
          {column.sort.direction ? (
            <Icon name={column.sort.direction === "ascending" ? "up" : "down"} />
          ) : null}
        </Link>
      ) : (
        label
      )}
    </th>
  );
}

/** No component of its own: a page of rows has hundreds of cells. */
function bodyCell<Row>(column: Column<Row>, row: Row): ReactNode {
  const className = column.numeric ? styles.numeric : undefined;
  if (column.rowHeader) {
    return (
      <th key={column.key} scope="row" className={className}>
        {column.cell(row)}
      </th>
    );
  }
  return (
    <td key={column.key} className={className} data-label={column.hiddenHeader ? undefined : column.header}>
      <div className={styles.value}>{column.cell(row)}</div>
    </td>
  );
}

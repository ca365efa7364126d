import styles from "./skeleton.module.css";
import { VisuallyHidden } from "./visually-hidden.tsx";

/** Lines of text that are on their way, in the height they will have. */
export function SkeletonText({ lines = 3 }: { lines?: number }) {
  return (
    <div className={styles.text}>
      <VisuallyHidden>Loading</VisuallyHidden>
      {places(lines).map((place) => (
        <span key={place} className={styles.bar} />
      ))}
    </div>
  );
}

/** A table on its way: the same header and the same row height, so that nothing jumps when rows arrive. */
export function SkeletonTable({ headers, rows = 5 }: { headers: readonly string[]; rows?: number }) {
  return (
    <table className={styles.table} aria-busy="true">
      <thead>
        <tr>
          {headers.map((header) => (
            <th key={header} scope="col">
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {places(rows).map((place) => (
          <tr key={place}>
            {headers.map((header) => (
              <td key={header}>
                <VisuallyHidden>Loading</VisuallyHidden>
                <span className={styles.bar} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function places(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `place ${index}`);
}

import styles from "./download-links.module.css";

/** The files of a document, the one for people first. */
export function DownloadLinks({ href, eInvoice = false }: { href: string; eInvoice?: boolean }) {
  const files = [
    { as: "pdf", label: "PDF" },
    ...(eInvoice ? [{ as: "xml", label: "E-invoice (UBL)" }] : []),
    { as: "csv", label: "CSV" },
    { as: "json", label: "JSON" },
  ];
  return (
    <p className={styles.files}>
      Download{" "}
      {files.map(({ as, label }) => (
        <a key={as} href={`${href}?as=${as}`} download>
          {label}
        </a>
      ))}
    </p>
  );
}

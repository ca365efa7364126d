import type PDFKit from "pdfkit";

/** One row of a table; `detail` stands under its first cell in smaller letters. */
export type PdfRow = { cells: readonly string[]; detail?: string | null; strong?: boolean };

type Table = {
  /** Widths in points; together at most the width of the page. */
  columns: readonly number[];
  head?: readonly string[];
  rows: readonly PdfRow[];
  /** Columns that stand to the right. */
  numeric?: readonly number[];
};

export type Paper = {
  heading: (level: 1 | 2, text: string) => void;
  paragraph: (text: string) => void;
  table: (table: Table) => void;
  done: () => Promise<Buffer>;
};

type Doc = InstanceType<typeof PDFKit>;
type Element = PDFKit.PDFStructureElement;
type Options = { title: string; at: string; fonts: { regular: Buffer; bold: Buffer } };

const LEFT = 50;
const WIDTH = 495;
const BOTTOM = 780;
const INK = "#1d1b18";
const SOFT = "#5d5850";

/** A4 sheets that fill from above; everything on them is tagged, lines and page numbers as artifacts. */
export function paper(Document: typeof PDFKit, { title, at, fonts }: Options): Paper {
  const doc = new Document({
    size: "A4",
    margins: { top: 50, bottom: 50, left: LEFT, right: LEFT },
    lang: "en",
    pdfVersion: "1.7",
    subset: "PDF/UA",
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    // The day of the document and not of the download, so that the same document is the same bytes.
    info: { Title: title, Author: "Engine Room", CreationDate: new Date(`${at}T00:00:00Z`) },
  } as unknown as PDFKit.PDFDocumentOptions);
  doc.registerFont("regular", fonts.regular);
  doc.registerFont("bold", fonts.bold);
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => doc.on("end", resolve));
  const root = doc.struct("Document");
  doc.addStructure(root);
  return {
    heading: (level, text) => heading(doc, root, { level, text }),
    paragraph: (text) => paragraph(doc, root, text),
    table: (one) => table(doc, root, one),
    done: async () => {
      root.end();
      numberPages(doc, title);
      doc.end();
      await ended;
      return Buffer.concat(chunks);
    },
  };
}

function heading(doc: Doc, root: Element, p: { level: 1 | 2; text: string }): void {
  const size = p.level === 1 ? 20 : 12;
  room(doc, size * 4);
  if (p.level === 2) doc.y += 14;
  root.add(
    doc.struct(p.level === 1 ? "H1" : "H2", { title: p.text }, () => {
      doc.font("bold").fontSize(size).fillColor(INK).text(p.text, LEFT, doc.y, { width: WIDTH });
    }),
  );
  doc.y += p.level === 1 ? 10 : 4;
}

function paragraph(doc: Doc, root: Element, text: string): void {
  doc.font("regular").fontSize(9.5);
  room(doc, doc.heightOfString(text, { width: WIDTH }) + 4);
  root.add(
    doc.struct("P", {}, () => {
      doc.font("regular").fontSize(9.5).fillColor(INK).text(text, LEFT, doc.y, { width: WIDTH });
    }),
  );
  doc.y += 4;
}

function table(doc: Doc, root: Element, one: Table): void {
  const element = doc.struct("Table");
  root.add(element);
  if (one.head)
    writeRow(doc, element, { table: one, row: { cells: one.head, strong: true }, isHead: true });
  for (const row of one.rows) writeRow(doc, element, { table: one, row, isHead: false });
  element.end();
  doc.x = LEFT;
  doc.y += 8;
}

function writeRow(
  doc: Doc,
  element: Element,
  { table: { columns, numeric = [] }, row, isHead }: { table: Table; row: PdfRow; isHead: boolean },
): void {
  const font = row.strong ? "bold" : "regular";
  const heights = row.cells.map((text, index) => {
    doc.font(font).fontSize(9.5);
    const own = doc.heightOfString(text, { width: (columns[index] ?? 0) - 8 });
    return own + (index === 0 ? detailHeight(doc, row, columns[0] ?? 0) : 0);
  });
  const height = Math.max(...heights) + 8;
  room(doc, height);
  const top = doc.y;
  rule(doc, top);
  const tr = doc.struct("TR");
  element.add(tr);
  let x = LEFT;
  for (const [index, text] of row.cells.entries()) {
    const width = (columns[index] ?? 0) - 8;
    const align = numeric.includes(index) ? "right" : "left";
    const kind = isHead || index === 0 ? "TH" : "TD";
    const scope = isHead ? "Column" : "Row";
    const at = x;
    const cell = doc.struct(kind, headerOf(kind, scope), () => {
      doc
        .font(font)
        .fontSize(9.5)
        .fillColor(INK)
        .text(text, at, top + 4, { width, align });
      if (index === 0 && row.detail)
        doc
          .font("regular")
          .fontSize(8)
          .fillColor(SOFT)
          .text(row.detail, at, doc.y + 1, { width });
    });
    tr.add(cell);
    x += columns[index] ?? 0;
  }
  tr.end();
  doc.x = LEFT;
  doc.y = top + height;
}

/** The types of the library do not know the scope of a header cell; the library does. */
function headerOf(kind: "TH" | "TD", scope: "Column" | "Row"): NonNullable<Parameters<Doc["struct"]>[1]> {
  return kind === "TH" ? ({ scope } as NonNullable<Parameters<Doc["struct"]>[1]>) : {};
}

function detailHeight(doc: Doc, { detail }: PdfRow, column: number): number {
  if (!detail) return 0;
  doc.font("regular").fontSize(8);
  return doc.heightOfString(detail, { width: column - 8 }) + 1;
}

/** A new page where what follows would not fit whole. */
function room(doc: Doc, height: number): void {
  if (doc.y + height > BOTTOM) doc.addPage();
}

function rule(doc: Doc, y: number): void {
  doc.markContent("Artifact", { type: "Layout" });
  doc
    .moveTo(LEFT, y)
    .lineTo(LEFT + WIDTH, y)
    .lineWidth(0.5)
    .strokeColor("#d8d2c6")
    .stroke();
  doc.endMarkedContent();
}

function numberPages(doc: Doc, title: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    doc.page.margins.bottom = 0;
    doc.markContent("Artifact", { type: "Pagination" });
    doc
      .font("regular")
      .fontSize(8)
      .fillColor(SOFT)
      .text(`${title} · page ${page + 1} of ${count}`, LEFT, 805, { width: WIDTH, lineBreak: false });
    doc.endMarkedContent();
  }
}

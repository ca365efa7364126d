import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type Paper, paper } from "./paper.ts";

const FONTS = {
  regular: "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
  bold: "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
};
let fonts: Promise<{ regular: Buffer; bold: Buffer }> | undefined;

/** Empty sheets of a document; the library and the fonts are loaded when the first one is asked for. */
export async function openPaper(p: { title: string; at: string }): Promise<Paper> {
  fonts ??= loadFonts();
  const { default: PDFDocument } = await import("pdfkit");
  return paper(PDFDocument, { ...p, fonts: await fonts });
}

const require = createRequire(import.meta.url);

async function loadFonts() {
  const [regular, bold] = await Promise.all(
    [FONTS.regular, FONTS.bold].map((one) => readFile(require.resolve(one))),
  );
  if (!regular || !bold) throw new Error("The fonts of documents are not installed.");
  return { regular, bold };
}

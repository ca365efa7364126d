import { z } from "zod";

const id = (noun: string) => z.uuid({ error: `There is no such ${noun}.` });

export const statementInput = z.object({ statementId: id("statement") });
export const invoiceInput = z.object({ invoiceId: id("invoice") });

import { builder } from "../builder.ts";

type Content = { name: string; mediaType: string; sha256: string; bytes: Uint8Array };

export const KeptContent = builder.objectRef<Content>("KeptFile").implement({
  description: "A file as it was given; name and type are what it is, not what it was called.",
  fields: (t) => ({
    fileName: t.string({ resolve: (one) => one.name }),
    mediaType: t.exposeString("mediaType"),
    sha256: t.exposeString("sha256"),
    base64: t.string({ resolve: (one) => Buffer.from(one.bytes).toString("base64") }),
  }),
});

const FORM = /^application\/x-www-form-urlencoded\b/i;
const PARTS = /^multipart\/form-data\b/i;

/**
 * The request as a page can read it; null for a form that is none. Pages read what was sent as a form and
 * would answer anything else with a failure of their own, so it is tried here, once for all of them. Only
 * uploads come in parts, so nothing else is read twice.
 */
export async function readableForm(request: Request): Promise<Request | null> {
  const type = request.headers.get("content-type");
  if (request.method === "GET" || request.method === "HEAD" || type === null || FORM.test(type))
    return request;
  if (!PARTS.test(type)) return null;
  const { url, method, headers } = request;
  const body = await request.arrayBuffer();
  try {
    await new Response(body, { headers: { "Content-Type": type } }).formData();
  } catch {
    return null;
  }
  return new Request(url, { method, headers, body });
}

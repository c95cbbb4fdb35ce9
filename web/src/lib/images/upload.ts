// Octets on their way to the server, with how far they are, which `fetch` does not tell.
import { Intercepted, isPage, ownName, Problem, reportSignedOut, Unreachable } from "../api";

const SILENT_MS = 60_000;           // without a step forward, nor an answer

/** Throws what `request` would. */
export function upload(path: string, body: Blob, progress: (part: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("PUT", path);
    for (const [name, value] of Object.entries({ "Content-Type": "application/octet-stream", ...ownName(path) })) request.setRequestHeader(name, value);
    let watch = setTimeout(() => request.abort(), SILENT_MS);
    request.upload.onprogress = ({ loaded, total }) => {
      clearTimeout(watch);
      watch = setTimeout(() => request.abort(), SILENT_MS);
      progress(total > 0 ? loaded / total : 0);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300 && !isPage(request.getResponseHeader("Content-Type"))) done();
      else fail(failureOf(request));
    };
    request.onerror = request.onabort = () => fail(new Unreachable("no answer"));
    request.onloadend = () => clearTimeout(watch);
    signal.onabort = () => request.abort();
    request.send(body);
  });
}

function failureOf({ status, responseText }: XMLHttpRequest): Problem | Unreachable {
  const code = /"code"\s*:\s*"([\w.]+)"/.exec(responseText)?.[1];
  if (code === undefined && status === 413) return new Problem(413, "image.large", null);        // a proxy on the way takes no more, today or tomorrow
  if (code === undefined) return new Intercepted("answered by somebody else");
  reportSignedOut(code);
  return new Problem(status, code, null);
}

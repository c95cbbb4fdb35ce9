// A file made ready to leave: that it is an image, and as large as a page needs it, with a small one beside it. What a camera
// wrote beside the picture the server takes off.
import type { Refusal } from "../../lib/images/list";

const HEAVIEST = 40 << 20;          // octets that a telephone can still open
const POINTS = 100_000_000;
const LONGEST = 2_560;              // points on a side: two per point of the widest page
const SMALL = 640;
const LIGHT = 1_500_000;            // octets that leave as they are
const MOST = 4 << 20;               // octets that the server takes

type Kind = "image/jpeg" | "image/png" | "image/webp";

/** Others that a browser may be able to show leave as JPEG. A GIF may move, and nobody could stop it. */
const OTHERS = /^image\/(?:heic|heif|avif|bmp|tiff)$/;

export type Prepared = { picture: Blob; thumbnail: Blob | null } | Extract<Refusal, "type" | "points" | "large">;

export async function prepare(file: File): Promise<Prepared> {
  if (file.size > HEAVIEST) return "large";
  const kind = await kindOf(file);
  if (!kind && !OTHERS.test(file.type)) return "type";
  const image = await load(file);
  if (!image) return "type";
  try {
    if (image.naturalWidth * image.naturalHeight > POINTS) return "points";
    const longest = Math.max(image.naturalWidth, image.naturalHeight);
    const picture = kind && file.size <= LIGHT && longest <= LONGEST ? new Blob([file], { type: kind }) : await smaller(image, kind ?? "image/jpeg");
    if (!picture) return "points";                 // more than this device can draw
    if (picture.size > MOST) return "large";
    return { picture, thumbnail: longest > SMALL ? await drawn(image, SMALL, kind ?? "image/jpeg", .75) : null };
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** By its first octets: the name of a file says nothing. */
async function kindOf(file: Blob): Promise<Kind | null> {
  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const letters = String.fromCharCode(...head);
  if (letters.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (letters.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  return letters.startsWith("RIFF") && letters.endsWith("WEBP") ? "image/webp" : null;
}

/** Its size is known before it is decoded. */
function load(file: Blob): Promise<HTMLImageElement | null> {
  return new Promise((done) => {
    const image = new Image();
    image.onload = () => done(image.naturalWidth > 0 ? image : null);
    image.onerror = () => {
      URL.revokeObjectURL(image.src);
      done(null);
    };
    image.src = URL.createObjectURL(file);
  });
}

/** What may be seen through stays so where the browser can write it light enough. */
async function smaller(image: HTMLImageElement, kind: Kind): Promise<Blob | null> {
  const light = await drawn(image, LONGEST, kind, .85);
  return light && light.size > MOST ? drawn(image, LONGEST, "image/jpeg", .85) : light;
}

function drawn(image: HTMLImageElement, longest: number, kind: Kind, quality: number): Promise<Blob | null> {
  const { naturalWidth: width, naturalHeight: height } = image;
  const scale = Math.min(1, longest / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const paper = canvas.getContext("2d");
  if (!paper) return Promise.resolve(null);
  if (kind === "image/jpeg") {
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
  }
  paper.imageSmoothingQuality = "high";
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, kind === "image/jpeg" ? kind : "image/webp", quality));
}

// Small pictures of each kind, with what a camera writes beside them: a place, a comment, a thumbnail.
import { deflateSync } from "node:zlib";

export const PLACE = "48.85N 2.35E";
const place = Buffer.from(PLACE, "latin1");
const latin = (text) => Buffer.from(text, "latin1");

function chunk(name, data) {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(name, 4, "latin1");
  data.copy(out, 8);
  out.writeUInt32BE(crc(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}
function crc(data) {
  let c = 0xffffffff;
  for (const byte of data) {
    c ^= byte;
    for (let i = 0; i < 8; i++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return ~c >>> 0;
}

/** A real PNG of one colour, with a place in a comment, and words after its end. */
export function png(width = 3, height = 2, colour = [200, 80, 40]) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const line = Buffer.concat([Buffer.of(0), Buffer.concat(Array(width).fill(Buffer.from(colour)))]);
  return Buffer.concat([latin("\x89PNG\r\n\x1a\n"), chunk("IHDR", header), chunk("tEXt", Buffer.concat([latin("GPS\0"), place])),
    chunk("IDAT", deflateSync(Buffer.concat(Array(height).fill(line)))), chunk("IEND", Buffer.alloc(0)), place]);
}

/** One of many points and few octets: black, one bit each. */
export function pngOf(width, height) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const lines = Buffer.alloc(height * (1 + Math.ceil(width / 8)));
  return Buffer.concat([latin("\x89PNG\r\n\x1a\n"), chunk("IHDR", header), chunk("IDAT", deflateSync(lines)), chunk("IEND", Buffer.alloc(0))]);
}

const segment = (marker, data) => Buffer.concat([Buffer.of(0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255), data]);

/** The container of a JPEG; its coded data is nobody's picture. */
export function jpeg(width = 3, height = 2) {
  return Buffer.concat([Buffer.of(0xff, 0xd8), segment(0xe0, latin("JFIF\0\x01\x01\0\0\x01\0\x01\0\0")), segment(0xe1, Buffer.concat([latin("Exif\0\0II*\0\x08\0\0\0\0\0"), place])),
    segment(0xe1, Buffer.concat([latin("http://ns.adobe.com/xap/1.0/\0"), place])), segment(0xed, place), segment(0xfe, place),
    segment(0xc0, Buffer.of(8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0)), segment(0xda, Buffer.of(1, 1, 0, 0, 63, 0)), latin("ab\xff\0cd"), Buffer.of(0xff, 0xd9), place]);
}

const riff = (name, data) => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  return Buffer.concat([latin(name), size, data, Buffer.alloc(data.length & 1)]);
};

/** The container of a WebP, without loss, with Exif and XMP. */
export function webp(width = 3, height = 2) {
  const code = Buffer.alloc(6);
  code[0] = 0x2f;
  code.writeUInt32LE((width - 1) | ((height - 1) << 14), 1);
  const canvas = Buffer.alloc(10);
  canvas[0] = 0x0c;
  canvas.writeUIntLE(width - 1, 4, 3);
  canvas.writeUIntLE(height - 1, 7, 3);
  const chunks = Buffer.concat([riff("VP8X", canvas), riff("VP8L", code), riff("EXIF", place), riff("XMP ", place)]);
  return riff("RIFF", Buffer.concat([latin("WEBP"), chunks]));
}

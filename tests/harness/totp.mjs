// RFC 6238 written once more, so that the server's codes are judged by somebody else.
import { createHmac } from "node:crypto";

/** The code of six digits at a moment (ms), `later` half minutes away. */
export function totp(secret, at, later = 0) {
  let bits = 0n;
  for (const c of secret) bits = (bits << 5n) | BigInt("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c));
  const key = Buffer.from(bits.toString(16).padStart(40, "0"), "hex");
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000) + later));
  const mac = createHmac("sha1", key).update(counter).digest();
  const from = mac[19] & 15;
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

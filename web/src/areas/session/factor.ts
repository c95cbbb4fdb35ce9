// The second step of signing in: a code from a phone. On the way in it is set up with the link that the sign-in gave.
import { api } from "../../lib/api";
import type { Device } from "./session";

export interface Secret { secret: string; uri: string }
export interface Factor { on: boolean; required: boolean; recoveryCodesLeft: number; abilities: { remove: boolean } }

/** How it is set up: on the way in, or from one's account. */
export interface SetUp {
  begin: () => Promise<Secret>;
  confirm: (code: string) => Promise<string[]>;
}

export function setUpOnTheWayIn(link: string, device: Device): SetUp {
  return {
    begin: () => api.post<Secret>("/api/session/second-factor", { link }),
    confirm: async (code) => (await api.put<{ recoveryCodes: string[] }>("/api/session/second-factor", { link, code, device })).recoveryCodes,
  };
}

export function setUpFromAccount(password: string): SetUp {
  return {
    begin: () => api.post<Secret>("/api/account/second-factor", { password }),
    confirm: async (code) => (await api.put<{ recoveryCodes: string[] }>("/api/account/second-factor", { code })).recoveryCodes,
  };
}

/** Modules of a QR code as one path, a unit square each. */
export async function qrPath(text: string): Promise<{ path: string; size: number }> {
  const { encode } = await import("uqr");
  const { data, size } = encode(text, { ecc: "M", border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { path, size };
}

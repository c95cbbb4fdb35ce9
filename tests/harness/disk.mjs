// A disk of our own: a small tmpfs, where this account may mount one.
import { execFileSync } from "node:child_process";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { temporaryFolder } from "./server.mjs";

export function mayMount() {
  const folder = temporaryFolder("carnet-disk-");
  try {
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function smallDisk(t, size) {
  const folder = temporaryFolder("carnet-disk-");
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]);
  t.after(() => {
    execFileSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes zeroes until the disk has no byte left. */
export function fill(file) {
  const fd = openSync(file, "a");
  try {
    for (let size = 1 << 20; size >= 1; size >>= 1)
      try {
        for (;;) if (writeSync(fd, Buffer.alloc(size)) < size) break;
      } catch (error) {
        if (error.code !== "ENOSPC") throw error;
      }
  } finally {
    closeSync(fd);
  }
}

// A zip as two other programs than ours read it: python's zipfile, name by name, and unzip's own test of the whole where it is installed.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const READ = `
import base64, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    names = z.namelist()
    assert len(names) == len(set(names)), names
    print(json.dumps([[i.filename, base64.b64encode(z.read(i)).decode(), i.compress_type, bool(i.flag_bits & 0x800)] for i in z.infolist()]))
`;

/** Map: name → Buffer, in the zip's order; throws unless it is whole. */
export function unzipped(zip) {
  const folder = mkdtempSync(join(tmpdir(), "carnet-zip-")), file = join(folder, "file.zip");
  try {
    writeFileSync(file, zip);
    const said = execFileSync("python3", ["-c", READ, file], { maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
    const other = spawnSync("unzip", ["-tqq", file]);
    if (!other.error && other.status !== 0) throw new Error(`unzip: ${other.stdout}${other.stderr}`);
    return new Map(JSON.parse(said).map(([name, content, , utf8]) => {
      if (/[^\0-\x7f]/.test(name) && !utf8) throw new Error(`${name} is not marked as UTF-8`);
      return [name, Buffer.from(content, "base64")];
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

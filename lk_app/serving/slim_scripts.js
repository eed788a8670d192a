// Run by slimming.py beside the build's own node_modules: each file is replaced by a shorter one.
import { readFileSync, writeFileSync } from "node:fs";
import { minifySync } from "rolldown/experimental";

for (const path of process.argv.slice(1)) {
  const { code, errors } = minifySync(path, readFileSync(path, "utf8"), { module: false });
  if (errors.length) throw new Error(`${path}: ${JSON.stringify(errors)}`);
  writeFileSync(path, code);
}

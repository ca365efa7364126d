// How many imports lie between a file and those that use it.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const imported = new Map();

/** The imports from each of the files to the target; files that never reach it are left out. */
export function distancesTo(target, files) {
  const found = new Map();
  for (const file of files) {
    const distance = distanceOf(file, target);
    if (distance !== null) found.set(file, distance);
  }
  return found;
}

function distanceOf(file, target) {
  const seen = new Set([file]);
  let ring = [file];
  for (let steps = 0; ring.length > 0; steps += 1) {
    if (ring.includes(target)) return steps;
    ring = [...new Set(ring.flatMap(importsOf))].filter((one) => !seen.has(one));
    for (const one of ring) seen.add(one);
  }
  return null;
}

function importsOf(file) {
  const known = imported.get(file);
  if (known) return known;
  const imports = [...readFileSync(file, "utf8").matchAll(/from\s+["'](\.[^"']+)["']/g)].map(
    ([, specifier]) => join(dirname(file), specifier),
  );
  imported.set(file, imports);
  return imports;
}

// Makes TypeScript types from the OpenAPI document on stdin (`python api_server.py openapi`), into the file that is named,
// else into src/lib/api/types.gen.ts. Failures all share one shape, so they are left out of every route;
// objects that name their fields are taken at their word, so that a field that is gone breaks the build.
import { writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import openapiTS, { astToString } from "openapi-typescript";

const here = new URL("..", import.meta.url);
const document = JSON.parse(await text(process.stdin));

function closed(node) {
  if (Array.isArray(node)) return node.map(closed);
  if (node === null || typeof node !== "object") return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  if (copy.type === "object" && copy.additionalProperties === true && copy.properties) delete copy.additionalProperties;
  if (copy.type === "object" && !copy.properties && copy.additionalProperties === undefined) copy.additionalProperties = true;
  return copy;
}

for (const operations of Object.values(document.paths)) {
  for (const operation of Object.values(operations)) {
    if (!operation.responses) continue;
    operation.responses = Object.fromEntries(Object.entries(operation.responses).filter(([status]) => status.startsWith("2")));
  }
}

const ast = await openapiTS(closed(document), { defaultNonNullable: false, alphabetize: true });
const target = process.argv[2] ?? new URL("src/lib/api/types.gen.ts", here);
writeFileSync(target, `// Made by scripts/api-types.mjs from the OpenAPI document; do not edit.\n${astToString(ast)}`);

// The same join in SQL, by DuckDB; the files are then written one by one. A peer of the benchmark.
//
// usage: node peer_duckdb.mjs FOLDER OUT
//
// FOLDER  what make_data.py wrote with the form responses or export
// OUT     must not be there; gets single_failures/REASON/customer_ID_USERNAME.json
//
// It needs @duckdb/node-api, found from NODE_PATH or the folder of this file.

import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(join(process.env.NODE_PATH ?? dirname(fileURLToPath(import.meta.url)), "x.js"));
const { DuckDBInstance } = require("@duckdb/node-api");

const [folder, out] = process.argv.slice(2);
const isExport = readdirSync(join(folder, "batches")).includes("export.json");
// DuckDB takes buffers of the largest document's size.
const sizes = readdirSync(join(folder, "batches")).map(
  (name) => statSync(join(folder, "batches", name)).size);
const json = `columns = {%}, maximum_object_size = ${Math.max(1 << 20, ...sizes) + 1024}`;
const list = isExport ? "customers" : "data";
const row = "STRUCT(customerId VARCHAR, username VARCHAR, \"result\" VARCHAR)";

const sql = `
  WITH original AS (
    SELECT unnest(${list}) AS customer FROM read_json('${folder}/batches/*.json',
      ${json.replace("%", `${list}: 'JSON[]'`)})
  ), answer AS (
    SELECT unnest(response_data.data) AS r FROM read_json('${folder}/api_responses/*.json',
      ${json.replace("%", `response_data: 'STRUCT(data ${row}[])'`)}, ignore_errors = true)
  )
  SELECT r.customerId, r.username, r.result, original.customer
  FROM answer JOIN original ON original.customer->'person'->>'customerId' = r.customerId
  WHERE r.result <> 'SUCCESS'`;

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const rows = await (await connection.runAndReadAll(sql)).getRows();
for (const reason of new Set(rows.map((r) => r[2]))) {
  mkdirSync(join(out, "single_failures", reason), { recursive: true });
}
for (const [id, username, reason, customer] of rows) {
  const name = `customer_${id}_${username.replace(/[^\p{L}\p{N}_-]/gu, "")}.json`;
  writeFileSync(join(out, "single_failures", reason, name), `{"data": [${customer}]}`);
}
console.log(rows.length);

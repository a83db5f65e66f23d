// Run a Python file in Pyodide: node run.mjs FILE NAME=FOLDER ...
//
// Each folder is mounted as /NAME, and stands on the path in that order. Pyodide comes from the folder of packages that
// the environment variable DLCOURSE_NODE_MODULES names.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [file, ...folders] = process.argv.slice(2);
const packages = createRequire(join(process.env.DLCOURSE_NODE_MODULES, "from-here.js"));
const { loadPyodide } = packages("pyodide");
const python = await loadPyodide();
const path = [];
for (const folder of folders) {
  const [name, root] = folder.split("=");
  python.FS.mkdir(`/${name}`);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, `/${name}`);
  path.push(`/${name}`);
}
python.runPython(`import sys; sys.path[:0] = ${JSON.stringify(path)}; sys.dont_write_bytecode = True`);
try {
  python.runPython(readFileSync(file, "utf8"), { filename: file });
} catch (error) {
  console.error(error.message); // node itself would print the whole of Pyodide's source above it
  process.exitCode = 1;
}

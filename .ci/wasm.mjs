// Runs a WebAssembly program under Node: `node .ci/wasm.mjs PROGRAM ARGUMENTS…`. A program for WASI gets the folder that it
// is run in and one for what is temporary; any other is asked for its `main`, which is all that it has.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WASI } from 'node:wasi';

const [program, ...rest] = process.argv.slice(2);
const module = await WebAssembly.compile(readFileSync(program));
let code;
if (WebAssembly.Module.imports(module).some(({ module }) => module === 'wasi_snapshot_preview1')) {
    const temporary = mkdtempSync(join(tmpdir(), 'wasm-'));
    const wasi = new WASI({
        version: 'preview1',
        args: [program, ...rest],
        env: {},
        preopens: { '.': '.', '/tmp': temporary },
        returnOnExit: true,
    });
    // In a handler: where Node 20 collects garbage while a program runs, it frees what the function that called the program
    // still holds in its variables, so that nothing here may touch them afterwards.
    process.once('exit', () => rmSync(temporary, { recursive: true }));
    code = wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject()));
} else {
    code = (await WebAssembly.instantiate(module)).exports.main(0, 0);
}
process.exitCode = code;

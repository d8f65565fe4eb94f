// PGlite in memory with its socket, filled from a dump where there is one. In a thread and plain .cjs for the same
// reasons as src/persistence/embedded-worker.cjs.
const { readFileSync, writeFileSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const { PGlite } = require('@electric-sql/pglite');
const { PGLiteSocketServer } = require('@electric-sql/pglite-socket');

async function main() {
  const { dump, socketPath } = workerData;
  const database = await PGlite.create(dump ? { loadDataDir: new Blob([readFileSync(dump)]) } : {});
  const server = new PGLiteSocketServer({ db: database, path: socketPath, maxConnections: 4 });
  await server.start();
  parentPort.on('message', async ({ dumpTo }) => {
    await server.stop();
    if (dumpTo) writeFileSync(dumpTo, Buffer.from(await (await database.dumpDataDir('none')).arrayBuffer()));
    await database.close();
    parentPort.postMessage('stopped');
  });
  parentPort.postMessage('ready');
}

main();

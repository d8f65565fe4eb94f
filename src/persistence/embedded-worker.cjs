// PGlite and its socket in a thread of their own, so that a long query does not stop the event loop of the service.
// A plain .cjs file: inside jest's module sandbox PGlite itself fails, and a worker's entry is not transformed.
const { parentPort, workerData } = require('node:worker_threads');
const { PGlite } = require('@electric-sql/pglite');
const { PGLiteSocketServer } = require('@electric-sql/pglite-socket');

async function main() {
  const database = await PGlite.create({ dataDir: workerData.dataDir });
  const server = new PGLiteSocketServer({
    db: database,
    path: workerData.socketPath,
    // The pool has one; the others are for a connection that is being replaced by the next.
    maxConnections: 4,
  });
  await server.start();
  parentPort.once('message', async () => {
    await server.stop();
    await database.close();
    parentPort.postMessage('stopped');
  });
  parentPort.postMessage('ready');
}

main();

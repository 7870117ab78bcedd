// Holds the records of clients as node/server.mjs does, and times collections of everything. Needs --expose-gc; called with a number of clients.

const count = Number(process.argv[2]);
globalThis.gc();
const before = process.memoryUsage().heapUsed;
const records = new Map();
for (let number = 0; number < count; number++) {
  const client = `client${String(number).padStart(8, '0')}.example`;
  const nanos = String(number).padStart(9, '0');
  const line = ['AT Clark +0.', nanos, ' ', client, ' +34.068930-118.445127 1621464827.', nanos, '\n'].join('');
  const key = Buffer.from(client, 'latin1').toString('latin1');
  records.set(key, { seconds: 1621464827, nanos: number, line });
}
globalThis.gc();
console.log('heapBytes', process.memoryUsage().heapUsed - before);
for (let round = 0; round < 5; round++) {
  const start = performance.now();
  globalThis.gc();
  console.log('millis', performance.now() - start);
}
if (records.size !== count) throw new Error(`${records.size} clients are held`); // so they are alive until here

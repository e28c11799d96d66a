/**
 * A server that answers every request with a constant: the baseline of the database benchmark. The parent tells by
 * message which bytes answer which command, and whether writes are appended to a file and synced in groups first.
 */
import { fdatasync, openSync, write } from 'node:fs';
import { createServer } from 'node:net';

const [socketPath, logPath] = process.argv.slice(2);
const log = openSync(logPath, 'w');
let replies = {};
let syncs = true;

const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify', 'commitTransaction']);

function commandName(message) {
  return message.toString('latin1', 26, message.indexOf(0, 26));
}

function answer(socket, message) {
  const operation = message.readInt32LE(12);
  const name = operation === 2004 ? 'legacyHello' : commandName(message);
  const body = replies[name] ?? replies.ok;
  const extra = operation === 2004 ? 20 : 5;
  const head = Buffer.alloc(16 + extra);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(message.readInt32LE(4), 8);
  head.writeInt32LE(operation === 2004 ? 1 : 2013, 12);
  if (operation === 2004) {
    head.writeInt32LE(8, 16);
    head.writeInt32LE(1, 32);
  }
  socket.write(Buffer.concat([head, body]));
}

let waiting = [];
let isSyncing = false;

function flush() {
  if (isSyncing || waiting.length === 0) return;
  isSyncing = true;
  const group = waiting;
  waiting = [];
  write(log, Buffer.concat(group.map(([, message]) => message)), () =>
    fdatasync(log, () => {
      for (const [socket, message] of group) answer(socket, message);
      isSyncing = false;
      flush();
    }),
  );
}

createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const message = rest.subarray(0, rest.readInt32LE(0));
      rest = rest.subarray(message.length);
      // Bit 1 of the flags says that no answer is wanted.
      if (message.readInt32LE(12) === 2013 && (message.readUInt32LE(16) & 2) !== 0) continue;
      if (syncs && message.readInt32LE(12) === 2013 && WRITES.has(commandName(message))) {
        waiting.push([socket, message]);
        setImmediate(flush);
      } else {
        answer(socket, message);
      }
    }
  });
}).listen(socketPath, () => process.send({ type: 'ready' }));

process.on('message', (message) => {
  syncs = message.syncs;
  replies = Object.fromEntries(
    Object.entries(message.replies).map(([name, text]) => [name, Buffer.from(text, 'base64')]),
  );
  process.send({ type: 'set' });
});
process.on('disconnect', () => process.exit(0));

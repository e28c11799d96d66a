import { connect, type Socket } from 'node:net';

import { BSON, type Document } from 'mongodb';

/** Speaks the wire protocol byte by byte, for what the driver would never send. */
export class RawClient {
  private readonly socket: Socket;
  private received = Buffer.alloc(0);
  private wake: () => void = () => undefined;
  /** Resolves when the other side has closed. */
  readonly closed: Promise<void>;

  constructor(uri: string) {
    const host = decodeURIComponent(new RegExp('^mongodb://([^/]+)/').exec(uri)![1]!);
    this.socket = host.startsWith('/')
      ? connect(host)
      : connect(Number(host.split(':')[1]), host.split(':')[0]);
    this.closed = new Promise((done) => {
      this.socket.on('close', () => done());
    });
    this.socket.on('error', () => undefined);
    this.socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.wake();
    });
  }

  /** Sends bytes as they are. */
  send(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** A message with the command as its body. */
  static message(command: Document, flags = 0): Buffer {
    const body = BSON.serialize(command, { ignoreUndefined: true });
    const head = Buffer.alloc(21);
    head.writeInt32LE(21 + body.length, 0);
    head.writeInt32LE(7, 4);
    head.writeInt32LE(2013, 12);
    head.writeUInt32LE(flags, 16);
    return Buffer.concat([head, body]);
  }

  /** Sends a command and waits for its answer. */
  async command(command: Document): Promise<Document> {
    // The command's own name has to be its first field.
    this.send(RawClient.message('$db' in command ? command : { ...command, $db: 'test' }));
    return this.reply();
  }

  /** The next answer. */
  async reply(): Promise<Document> {
    while (this.received.length < 4 || this.received.length < this.received.readInt32LE(0)) {
      await Promise.race([
        new Promise<void>((done) => {
          this.wake = done;
        }),
        this.closed.then(() => {
          throw new Error('connection closed');
        }),
      ]);
    }
    const size = this.received.readInt32LE(0);
    const message = this.received.subarray(0, size);
    this.received = this.received.subarray(size);
    return BSON.deserialize(message.subarray(21));
  }

  close(): void {
    this.socket.destroy();
  }
}

import type { Socket } from 'node:net';

import { replyHead, MAX_MESSAGE_BYTES, parseMessage, type Request } from './message';

/** What a request is answered with; undefined closes the connection. */
export type Answer = (request: Request, connection: Connection) => Promise<Buffer | undefined>;

/** Up to here copying a reply behind its head is cheaper than handing over two pieces. */
const SMALL_BYTES = 4096;

let nextConnectionId = 1;

/** One client: cuts its bytes into messages and answers them one after the other. */
export class Connection {
  readonly id = nextConnectionId++;
  /** The name the client gave itself in its handshake. */
  appName: string | undefined;
  private readonly chunks: Buffer[] = [];
  private buffered = 0;
  private readonly pending: Buffer[] = [];
  private isBusy = false;

  constructor(
    private readonly socket: Socket,
    private readonly answer: Answer,
    /** What every reply's document ends with, its last byte included. */
    private readonly replyTail: () => Buffer,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    // A client that goes away is no event worth more than the end of its connection.
    socket.on('error', () => socket.destroy());
  }

  /** Ends the connection at once. */
  close(): void {
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    while (this.buffered >= 4) {
      if (this.chunks[0]!.length < 4) this.join();
      const size = this.chunks[0]!.readInt32LE(0);
      if (size < 16 || size > MAX_MESSAGE_BYTES) {
        this.close();
        return;
      }
      if (this.buffered < size) return;
      if (this.chunks[0]!.length < size) this.join();
      const first = this.chunks[0]!;
      this.pending.push(first.subarray(0, size));
      this.buffered -= size;
      if (first.length > size) this.chunks[0] = first.subarray(size);
      else this.chunks.shift();
    }
    if (!this.isBusy) void this.work();
  }

  private join(): void {
    this.chunks.splice(0, this.chunks.length, Buffer.concat(this.chunks));
  }

  private send(request: Request, reply: Buffer): void {
    const tail = this.replyTail();
    const size = reply.length - 1 + tail.length;
    const start = replyHead(request, size);
    reply.writeInt32LE(size, 0);
    const body = reply.subarray(0, reply.length - 1);
    if (reply.length <= SMALL_BYTES) {
      this.socket.write(Buffer.concat([start, body, tail], start.length + size));
      return;
    }
    this.socket.cork();
    this.socket.write(start);
    this.socket.write(body);
    this.socket.write(tail);
    this.socket.uncork();
  }

  private async work(): Promise<void> {
    this.isBusy = true;
    for (let message = this.pending.shift(); message; message = this.pending.shift()) {
      try {
        const request = parseMessage(message);
        const reply = await this.answer(request, this);
        if (reply === undefined) {
          this.close();
          break;
        }
        if (!request.moreToCome && !this.socket.destroyed) this.send(request, reply);
      } catch {
        // Bytes that are no message end this connection and touch nothing else.
        this.close();
        break;
      }
    }
    this.isBusy = false;
  }
}

// The link between a phone and the server, as bad as links in the hills are: a TCP proxy that can swallow an answer
// after the server has committed, break an upload half-way, carry slowly, or be gone.

import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

interface Swallow {
  request: string;
  left: number;
}

export class Link {
  // Answers swallowed and uploads broken so far: a test asserts that its fault really happened.
  swallowed = 0;
  broken = 0;

  private swallow: Swallow | undefined;
  private breakAfter: { request: string; bytes: number } | undefined;
  private bytesPerSecond = Infinity;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server, readonly port: number, private readonly target: number) {}

  static async to(target: number): Promise<Link> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const link = new Link(server, (server.address() as AddressInfo).port, target);
    server.on("connection", (near) => link.carry(near));
    return link;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  // The next `times` requests that begin so ("POST /api/aduan ") reach the server, their answers nobody.
  swallowAnswers(request: string, times = 1): void {
    this.swallow = { request, left: times };
  }

  // The next request that begins so is cut once this many bytes of its connection went through.
  breakUpload(request: string, bytes: number): void {
    this.breakAfter = { request, bytes };
  }

  slowTo(bytesPerSecond: number): void {
    this.bytesPerSecond = bytesPerSecond;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  private carry(near: Socket): void {
    const far = connect(this.target, "127.0.0.1");
    let passed = 0;
    let breakAt = Infinity;
    let answerIsLost = false;
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on("error", cut);
      socket.on("close", () => {
        this.sockets.delete(socket);
        cut();
      });
    }

    near.on("data", (bytes) => {
      const text = bytes.toString("latin1");
      if (this.swallow && this.swallow.left > 0 && begins(text, this.swallow.request)) {
        this.swallow.left -= 1;
        answerIsLost = true;
      }
      if (this.breakAfter && begins(text, this.breakAfter.request)) {
        breakAt = passed + this.breakAfter.bytes;
        this.breakAfter = undefined;
      }
      passed += bytes.length;
      if (passed < breakAt) {
        this.pass(bytes, near, far);
        return;
      }
      this.broken += 1;
      near.pause();
      far.end(bytes.subarray(0, bytes.length - (passed - breakAt)), () => cut());
    });
    far.on("data", (bytes) => {
      if (answerIsLost) {
        this.swallowed += 1;
        cut();
      } else {
        this.pass(bytes, far, near);
      }
    });
  }

  private pass(bytes: Buffer, from: Socket, to: Socket): void {
    to.write(bytes);
    if (this.bytesPerSecond === Infinity) return;
    from.pause();
    setTimeout(() => from.resume(), (bytes.length / this.bytesPerSecond) * 1000);
  }
}

// A browser sends each request's first line in a packet of its own or after an earlier request on the same connection.
function begins(text: string, request: string): boolean {
  return text.startsWith(request) || text.includes(`\n${request}`);
}

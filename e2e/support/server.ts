// The real `portal` on a free port with a data folder of its own. It can be stopped, killed and started again
// on the same port with the same data, as a real one is.

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const BIN = process.env.PORTAL_BIN ?? join(ROOT, "target/release/portal");
const SITE = process.env.PORTAL_SITE ?? join(ROOT, "target/site");
const START_LIMIT_MS = 30_000;

export const SAMPLE_PASSWORD = "contoh-uji-2026";

export type Settings = Record<string, string>;

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}

function environment(data: string, port: number, settings: Settings): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...rest } = process.env;
  return {
    ...rest,
    PORTAL_DATA: data,
    PORTAL_SITE: SITE,
    PORTAL_LISTEN: `127.0.0.1:${port}`,
    PORTAL_SAMPLE_PASSWORD: SAMPLE_PASSWORD,
    ...settings,
  };
}

// A data folder with the sample data; tests start from copies of it.
export async function sampleData(): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), "portal-sample-"));
  for (const command of ["migrate", "sample-data"]) {
    const done = spawnSync(BIN, [command], { env: environment(data, 0, {}), encoding: "utf8" });
    if (done.status !== 0) throw new Error(`portal ${command} failed (${done.error ?? done.status}):\n${done.stderr}`);
  }
  return data;
}

export class Server {
  private child: ChildProcess | undefined;
  private said = "";

  private constructor(readonly port: number, readonly data: string, private readonly settings: Settings) {}

  static async start(sample: string, settings: Settings = {}): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), "portal-data-"));
    await cp(sample, data, { recursive: true });
    const server = new Server(await freePort(), data, settings);
    await server.restart();
    return server;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  // Everything it has logged so far.
  get log(): string {
    return this.said;
  }

  async restart(): Promise<void> {
    if (this.child) throw new Error("the server still runs");
    const child = spawn(BIN, ["serve"], { env: environment(this.data, this.port, this.settings) });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (this.said += text));
    this.child = child;
    const deadline = Date.now() + START_LIMIT_MS;
    while (!(await this.isHealthy())) {
      if (child.exitCode !== null) throw new Error(`portal ended at its start:\n${this.said}`);
      if (Date.now() > deadline) throw new Error(`portal did not answer in time:\n${this.said}`);
      await new Promise((next) => setTimeout(next, 25));
    }
  }

  // As an administrator stops it: open requests are answered first.
  async stop(): Promise<void> {
    const code = await this.end("SIGTERM");
    if (code !== 0) throw new Error(`portal stopped with ${code}:\n${this.said}`);
  }

  // As a power cut stops it.
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  async remove(): Promise<void> {
    if (this.child) await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.child;
    if (!child) throw new Error("the server does not run");
    const ended = new Promise<number | null>((done) => {
      if (child.exitCode !== null) done(child.exitCode);
      else child.once("exit", done);
    });
    child.kill(signal);
    const code = await ended;
    this.child = undefined;
    return code;
  }

  private async isHealthy(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.port}/api/health?nonce=uji`)).ok;
    } catch {
      return false;
    }
  }
}

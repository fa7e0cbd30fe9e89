// Whatever a page complains of fails its test, unless the test said beforehand that it expects it.

import { expect, type BrowserContext, type ConsoleMessage } from "@playwright/test";

export class Watch {
  private readonly expected: RegExp[] = [];
  private readonly complaints: string[] = [];

  async over(context: BrowserContext): Promise<void> {
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => {
        console.error(`securitypolicyviolation: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
      });
    });
    context.on("console", (message) => this.hear(message));
    context.on("weberror", (error) => this.complaints.push(`uncaught: ${error.error().message}`));
  }

  // A test that breaks the network says which complaints follow from that.
  expects(...complaints: RegExp[]): void {
    this.expected.push(...complaints);
  }

  conclude(): void {
    const unexpected = this.complaints.filter((text) => !this.expected.some((pattern) => pattern.test(text)));
    expect(unexpected, "what the pages complained of").toEqual([]);
  }

  private hear(message: ConsoleMessage): void {
    if (message.type() !== "error") return;
    const { url } = message.location();
    // Map tiles come from another host, and no other host is reached in tests.
    if (/net::ERR_(NAME_NOT_RESOLVED|FAILED)/.test(message.text()) && !isOurs(url)) return;
    this.complaints.push(`${message.text()} (${url})`);
  }
}

function isOurs(url: string): boolean {
  return URL.canParse(url) && ["localhost", "127.0.0.1"].includes(new URL(url).hostname);
}

// What Chromium logs when a request cannot be carried out.
export const NETWORK_GONE =
  /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_(REFUSED|RESET|CLOSED|ABORTED)|EMPTY_RESPONSE|FAILED)/;

// And when the server is stopped in the middle of its answer.
export const BROKEN_OFF = /net::ERR_(INCOMPLETE_CHUNKED_ENCODING|CONTENT_LENGTH_MISMATCH)/;

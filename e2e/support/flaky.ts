// A test that fails and then passes is told of aloud. So many are the machine's bad day; more, and the run has failed:
// something depends on luck.

import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

const AT_MOST = 2;

export default class Flaky implements Reporter {
  private readonly failures = new Map<TestCase, string>();

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === test.expectedStatus || result.status === "skipped") return;
    this.failures.set(test, result.error?.message ?? result.status);
  }

  async onEnd(): Promise<{ status?: FullResult["status"] }> {
    const flaky = [...this.failures].filter(([test]) => test.outcome() === "flaky");
    for (const [test, message] of flaky) {
      console.log(`\nPassed only when tried again: ${test.titlePath().filter(Boolean).join(" › ")}\n${message}`);
    }
    if (flaky.length <= AT_MOST) return {};
    console.log(`\n${flaky.length} tests passed only when tried again, ${AT_MOST} may.`);
    return { status: "failed" };
  }
}

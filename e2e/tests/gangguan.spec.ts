// What befalls a phone while something is saved or sent: its page is killed, its clock is wrong.

import { expectArrivedOnce } from "../support/arrived";
import { capture, expectSent, fillWho, installed, markOf, next, send, story } from "../support/capture";
import { chance, kill, KILLS, tell, UNHURRIED } from "../support/faults";
import { expect, test } from "../support/fixtures";
import { found } from "../support/officer";
import { NETWORK_GONE } from "../support/watch";

test.use({ settings: UNHURRIED });

// Slow enough that sending takes as long as saving and more.
const BYTES_PER_SECOND = 80_000;

// What the office has of a report: nothing, its text, or all of it.
async function arrived(server: string, uraian: string): Promise<string> {
  const [line] = await found(server, markOf(uraian));
  if (!line) return "tidak ada";
  return line["foto_kurang"] === 0 ? "utuh" : "tanpa foto";
}

test("a page that is killed while it saves and sends loses nothing and doubles nothing", async ({
  page,
  context,
  server,
  link,
  watch,
}) => {
  test.setTimeout(KILLS * 60_000);
  watch.expects(NETWORK_GONE, /status of 423/);
  const random = chance();
  const after: string[] = [];
  const stories: string[] = [];
  let open = page;
  await installed(open, link.url);
  link.slowTo(BYTES_PER_SECOND);
  for (let nth = 0; nth < KILLS; nth++) {
    const uraian = story(`Jalan berlubang yang ke ${nth}.`);
    stories.push(uraian);
    await open.goto(link.url);
    await capture(open, { uraian, photos: [{ width: 1600, height: 1200 }] });
    const kirim = open.getByRole("button", { name: "Kirim", exact: true });
    await kirim.hover();
    // Every other one in the blink in which it is pressed and stored, the rest later.
    const isEarly = nth % 2 === 0;
    const wait = Math.round(isEarly ? random() * 120 : random() ** 2 * 6_000);
    const pressed = kirim.click({ noWaitAfter: true }).catch(() => undefined);
    if (!isEarly) await pressed;
    await open.waitForTimeout(wait);
    await kill(context, open);
    await pressed;
    const there = await arrived(server.url, uraian);

    open = await context.newPage();
    await open.goto(`${link.url}/antrean`);
    const draft = open.getByRole("heading", { name: "Draf belum dikirim" });
    const stored = open.getByText(/^(✓ Terkirim|Tersimpan di perangkat|Mengirim|Menunggu foto)/).nth(nth);
    await expect(draft.or(stored).first()).toBeVisible();
    const isDraft = await draft.isVisible();
    after.push(`${wait} ms: ${isDraft ? "draf" : "tersimpan"}, di kantor ${there}`);
    if (isDraft) {
      // A draft may lack the last half second of what was typed.
      await open.goto(`${link.url}/aduan/baru?langkah=4`);
      await fillWho(open);
      await next(open, "Periksa sebelum dikirim");
      await send(open);
      await open.goto(`${link.url}/antrean`);
    }
    await expect(open.getByText("✓ Terkirim")).toHaveCount(nth + 1, { timeout: 60_000 });
  }
  tell(`killed after\n  ${after.join("\n  ")}`);
  for (const uraian of stories) await expectArrivedOnce(server.url, uraian, 1);
});

for (const [name, days] of [
  ["a day behind", -1],
  ["a year ahead", 365],
] as const) {
  test(`a clock that is ${name} holds nothing up, and the office knows when it came`, async ({ page, server, context, watch }) => {
    await page.clock.setSystemTime(Date.now() + days * 86_400_000);
    const uraian = story("Tiang listrik di simpang tiga miring.");
    await installed(page);
    await context.setOffline(true);
    watch.expects(NETWORK_GONE);
    await capture(page, { uraian });
    await send(page);
    await context.setOffline(false);
    await expectSent(page);
    const [there] = await found(server.url, markOf(uraian));
    const late = Date.now() - Date.parse(there?.["diterima_pada"] as string);
    expect(Math.abs(late)).toBeLessThan(10 * 60_000);
    // With the clock set right again the next one goes as well.
    await page.clock.setSystemTime(Date.now());
    const second = story("Tiang listrik di simpang empat miring.");
    await page.goto("/");
    await capture(page, { uraian: second });
    await send(page);
    await expectSent(page);
    expect(await found(server.url, markOf(second))).toHaveLength(1);
  });
}

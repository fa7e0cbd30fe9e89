// Somebody else's tus client against our server: it creates, is interrupted, and goes on at the byte.

import { Upload } from "tus-js-client";

import { expect, test } from "../support/fixtures";
import { photo } from "../support/photo";
import { fileReport, listed, seenByReporter, sha256, type Report } from "../support/report";

const PART = 64 * 1024;

interface Sending {
  url: string;
  report: Report;
  bytes: Buffer;
  uploadUrl?: string;
  patient?: boolean;
  onProgress?: (sent: number, upload: Upload) => void;
}

// Settles when the upload is whole, was stopped by the test, or failed.
function send({ url, report, bytes, uploadUrl, patient = false, onProgress }: Sending): Promise<Upload> {
  return new Promise((done, fail) => {
    const upload = new Upload(bytes, {
      endpoint: `${url}/api/files`,
      uploadUrl: uploadUrl ?? null,
      chunkSize: PART,
      // Whoever was cut off holds the upload until the server notices: 423, and tried again.
      retryDelays: patient ? [200, 400, 800, 1600, 3200] : [],
      headers: { Authorization: `Kunci ${report.kunci}` },
      metadata: { aduan: report.id, sha256: sha256(bytes), filetype: "image/jpeg" },
      onChunkComplete: (_, sent) => {
        onProgress?.(sent, upload);
        if (onProgress && sent < bytes.length) void upload.abort().then(() => done(upload), fail);
      },
      onSuccess: () => done(upload),
      onError: fail,
    });
    upload.start();
  });
}

test("tus-js-client uploads, is interrupted, and resumes at the byte", async ({ page, server }) => {
  const { buffer } = await photo(page, { width: 2400, height: 1800 });
  expect(buffer.length).toBeGreaterThan(3 * PART);
  const report = await fileReport(server.url, { foto: [listed(buffer)] });
  expect(report.missing).toEqual([sha256(buffer)]);

  let sentBefore = 0;
  const stopped = await send({ url: server.url, report, bytes: buffer, onProgress: (sent) => (sentBefore = sent) });
  expect(sentBefore).toBe(PART);
  expect((await seenByReporter(server.url, report)).foto[0].diterima).toBe(false);

  // The server may have been started anew meanwhile: what was acknowledged is still there.
  await server.kill();
  await server.restart();
  const head = await fetch(stopped.url ?? "", {
    method: "HEAD",
    headers: { "Tus-Resumable": "1.0.0", Authorization: `Kunci ${report.kunci}` },
  });
  expect(head.headers.get("Upload-Offset")).toBe(String(PART));

  await send({ url: server.url, report, bytes: buffer, uploadUrl: stopped.url ?? "" });
  expect((await seenByReporter(server.url, report)).foto[0].diterima).toBe(true);
  const served = await fetch(`${server.url}/api/aduan/${report.id}/foto/${sha256(buffer)}`, {
    headers: { Authorization: `Kunci ${report.kunci}` },
  });
  expect(served.headers.get("Content-Type")).toBe("image/jpeg");
  expect(served.headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(sha256(Buffer.from(await served.arrayBuffer()))).toBe(sha256(buffer));
});

test("a part that the link cut is not counted twice, and the photo arrives whole", async ({ page, server, link }) => {
  const { buffer } = await photo(page, { width: 2400, height: 1800 });
  const report = await fileReport(server.url, { foto: [listed(buffer)] });
  link.breakUpload("PATCH /api/files/", 30_000);
  const failed = await send({ url: link.url, report, bytes: buffer }).catch((error: Error) => error);
  expect(failed).toBeInstanceOf(Error);
  expect(link.broken).toBe(1);

  await send({ url: server.url, report, bytes: buffer, patient: true });
  expect((await seenByReporter(server.url, report)).foto[0].diterima).toBe(true);
});

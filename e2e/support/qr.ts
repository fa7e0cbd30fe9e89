// Reads a QR code with a decoder that is not ours.

import jsQR from "jsqr";
import { PNG } from "pngjs";

// What the code in this PNG says; fails where there is none.
export function readQr(png: Buffer): string {
  const { data, width, height } = PNG.sync.read(png);
  const code = jsQR(new Uint8ClampedArray(data), width, height);
  if (code === null) throw new Error(`no QR code in a picture of ${width} × ${height}`);
  return code.data;
}

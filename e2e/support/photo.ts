// A photo as a phone's camera leaves it: JPEG, large, with EXIF that tells where it was taken.

import type { Page } from "@playwright/test";

export interface Shot {
  width: number;
  height: number;
  // Degrees; south and west are negative.
  latitude?: number;
  longitude?: number;
}

export async function photo(page: Page, shot: Shot): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const base64 = await page.evaluate(async ({ width, height }) => {
    const canvas = new OffscreenCanvas(width, height);
    const ink = canvas.getContext("2d");
    if (!ink) throw new Error("no canvas");
    // Coarse noise, so that the file has the weight of a real photo.
    for (let y = 0; y < height; y += 8) {
      for (let x = 0; x < width; x += 8) {
        ink.fillStyle = `hsl(${(x * 7 + y * 13 + ((x * y) % 97)) % 360} 45% ${30 + ((x ^ y) % 40)}%)`;
        ink.fillRect(x, y, 8, 8);
      }
    }
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 })).arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  }, { width: shot.width, height: shot.height });
  const plain = Buffer.from(base64, "base64");
  const { latitude, longitude } = shot;
  const buffer = latitude === undefined || longitude === undefined ? plain : withGps(plain, latitude, longitude);
  return { name: "foto.jpg", mimeType: "image/jpeg", buffer };
}

// Puts an EXIF segment with the four GPS tags behind the JPEG's start marker.
function withGps(jpeg: Buffer, latitude: number, longitude: number): Buffer {
  const tiff = Buffer.alloc(128);
  const [IFD0, GPS, LATITUDE, LONGITUDE] = [8, 26, 80, 104];
  tiff.write("MM\0*", 0, "latin1");
  tiff.writeUInt32BE(IFD0, 4);
  tiff.writeUInt16BE(1, IFD0);
  entry(tiff, IFD0 + 2, 0x8825, 4, 1, GPS);
  tiff.writeUInt16BE(4, GPS);
  entry(tiff, GPS + 2, 1, 2, 2, (latitude < 0 ? "S" : "N").charCodeAt(0) << 24);
  entry(tiff, GPS + 14, 2, 5, 3, LATITUDE);
  entry(tiff, GPS + 26, 3, 2, 2, (longitude < 0 ? "W" : "E").charCodeAt(0) << 24);
  entry(tiff, GPS + 38, 4, 5, 3, LONGITUDE);
  degrees(tiff, LATITUDE, latitude);
  degrees(tiff, LONGITUDE, longitude);
  const head = Buffer.from([0xff, 0xe1, 0, 0, ...Buffer.from("Exif\0\0", "latin1")]);
  head.writeUInt16BE(head.length - 2 + tiff.length, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, tiff, jpeg.subarray(2)]);
}

function entry(tiff: Buffer, at: number, tag: number, type: number, count: number, value: number): void {
  tiff.writeUInt16BE(tag, at);
  tiff.writeUInt16BE(type, at + 2);
  tiff.writeUInt32BE(count, at + 4);
  tiff.writeUInt32BE(value, at + 8);
}

function degrees(tiff: Buffer, at: number, value: number): void {
  const absolute = Math.abs(value);
  const minutes = (absolute % 1) * 60;
  const parts = [[Math.floor(absolute), 1], [Math.floor(minutes), 1], [Math.round((minutes % 1) * 60 * 1000), 1000]];
  parts.flat().forEach((number, place) => tiff.writeUInt32BE(number, at + place * 4));
}

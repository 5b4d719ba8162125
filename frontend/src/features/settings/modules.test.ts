import { encodeQR } from "qr";
import { decodeQR } from "qr/decode.js";
import { expect, it } from "vitest";
import { pathOf } from "./modules";

const ADDRESS =
  "otpauth://totp/Wexstream:ada%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Wexstream&period=30";

it("each dark module is a square where it stands, and nothing else is drawn", () => {
  expect(
    pathOf([
      [true, false],
      [false, true],
    ]),
  ).toBe("M0 0h1v1h-1zM1 1h1v1h-1z");
});

it("what is drawn is read by a scanner as what it was made of", () => {
  const rows = encodeQR(ADDRESS, "raw", { ecc: "medium", border: 4 });
  expect(decodeQR(paint(pathOf(rows), rows.length))).toBe(ADDRESS);
});

/** Paint the path as a picture, four points to a module. */
function paint(path: string, modules: number) {
  const side = modules * 4;
  const data = new Uint8Array(side * side * 3).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)/g)) {
    for (let at = 0; at < 16; at++) {
      const place = (Number(y) * 4 + (at >> 2)) * side + Number(x) * 4 + (at & 3);
      data.fill(0, place * 3, place * 3 + 3);
    }
  }
  return { width: side, height: side, data };
}

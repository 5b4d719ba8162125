import { encodeQR } from "qr";
import { pathOf } from "../modules";
import styles from "./Guard.module.css";

/** A QR code, drawn by the page itself: what it bears goes nowhere. Dark on light in every theme, as scanners want. */
export function QrCode({ of, label }: { of: string; label: string }) {
  const rows = encodeQR(of, "raw", { ecc: "medium", border: 4 });
  return (
    <svg
      role="img"
      aria-label={label}
      className={styles.qr}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shapeRendering="crispEdges"
    >
      <path d={pathOf(rows)} />
    </svg>
  );
}

import type { Area } from "react-easy-crop";
import { Refusal } from "@/lib/api";

const LARGEST = 1024; // pixels a side
const QUALITY = 0.9;

/** Cut a square out of a picture and make it small enough to send. */
export async function cut(file: Blob, part: Area): Promise<Blob> {
  const picture = await decode(file);
  const side = Math.max(1, Math.min(LARGEST, Math.round(part.width)));
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const pen = canvas.getContext("2d");
  if (!pen) throw broken();
  pen.fillStyle = "#fff"; // what is transparent becomes paper
  pen.fillRect(0, 0, side, side);
  pen.drawImage(picture, part.x, part.y, part.width, part.height, 0, 0, side, side);
  picture.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(broken())), "image/jpeg", QUALITY);
  });
}

async function decode(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch {
    throw broken();
  }
}

function broken(): Refusal {
  const fault = { field: "picture", code: "broken", message: "This picture is damaged." };
  return new Refusal(422, "invalid", [fault]);
}

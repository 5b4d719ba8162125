import { api } from "@/lib/api";

/** Set the own picture. */
export async function setAvatar(picture: Blob): Promise<void> {
  await api.PUT("/api/me/avatar", {
    // The description knows a body of bytes as a string; what is sent is the file as it is.
    body: "",
    bodySerializer: () => picture,
    headers: { "Content-Type": picture.type },
  });
}

/** Have none. */
export async function removeAvatar(): Promise<void> {
  await api.DELETE("/api/me/avatar");
}

import { useEffect, useState } from "react";

export type Found = { microphones: MediaDeviceInfo[]; cameras: MediaDeviceInfo[] };

const NONE: Found = { microphones: [], cameras: [] };

/**
 * What there is to choose from, as far as the browser tells: more once something was opened. It is looked at again
 * when something else is open, or is plugged in.
 */
export function useFound(opened: MediaStream | null): Found {
  const [found, setFound] = useState(NONE);
  // oxlint-disable-next-line react/exhaustive-deps -- what is open changes what the browser tells
  useEffect(() => {
    const devices = "mediaDevices" in navigator ? navigator.mediaDevices : null;
    if (!devices) return undefined;
    const look = () =>
      void devices.enumerateDevices().then((all) =>
        setFound({
          microphones: all.filter(({ kind, deviceId }) => kind === "audioinput" && deviceId),
          cameras: all.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId),
        }),
      );
    look();
    devices.addEventListener("devicechange", look);
    return () => devices.removeEventListener("devicechange", look);
  }, [opened]);
  return found;
}

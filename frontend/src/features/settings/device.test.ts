import { describe, expect, it } from "vitest";
import { deviceOf } from "./device";

describe("what a client says of itself", () => {
  it.each([
    [
      "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
      { browser: "Firefox", system: "Linux", handheld: false },
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
      { browser: "Edge", system: "Windows", handheld: false },
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
      { browser: "Safari", system: "iPhone", handheld: true },
    ],
    [
      "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
      { browser: "Chrome", system: "Android", handheld: true },
    ],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
      { browser: "Safari", system: "macOS", handheld: false },
    ],
    ["curl/8.14.1", { browser: null, system: null, handheld: false }],
    ["", { browser: null, system: null, handheld: false }],
  ])("%s", (agent, device) => {
    expect(deviceOf(agent)).toEqual(device);
  });
});

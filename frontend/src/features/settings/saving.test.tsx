import { Toast } from "@base-ui/react/toast";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { createInstance } from "i18next";
import type { ReactNode } from "react";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { Me, MeChanges } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { keys } from "@/lib/keys";
import en from "@/locales/en";
import { useChoosing } from "./saving";

type Sent = { choice: MeChanges; answer: () => void; refuse: () => void };
const sent: Sent[] = [];
const { changeMe, speak } = vi.hoisted(() => ({
  changeMe: vi.fn<(choice: MeChanges) => Promise<unknown>>(),
  speak: vi.fn<(language: string) => Promise<void>>(async () => undefined),
}));
vi.mock("./api/change-me", () => ({ changeMe }));
vi.mock("@/lib/i18n", async (load) => ({
  ...(await load<typeof import("@/lib/i18n")>()),
  speak,
}));

const BEFORE = { mail_live: false, mail_messages: false, language: "en" };
let server: typeof BEFORE;
let client: QueryClient;
const speech = createInstance();

beforeAll(async () => {
  const resources = { en: { page: en } };
  await speech
    .use(initReactI18next)
    .init({ lng: "en", ns: ["page"], defaultNS: "page", resources });
});
beforeEach(() => {
  sent.length = 0;
  server = BEFORE;
  client = new QueryClient();
  client.setQueryData(keys.me, BEFORE);
  changeMe.mockImplementation(
    (choice) =>
      new Promise((resolve, reject) => {
        sent.push({
          choice,
          answer: () => {
            server = { ...server, ...choice };
            resolve(server);
          },
          refuse: () => reject(new Refusal(0, "offline")),
        });
      }),
  );
});

function me(): Partial<Me> | undefined {
  return client.getQueryData<Partial<Me>>(keys.me);
}

function Around({ children }: { children: ReactNode }) {
  return (
    <I18nextProvider i18n={speech}>
      <QueryClientProvider client={client}>
        <Toast.Provider>{children}</Toast.Provider>
      </QueryClientProvider>
    </I18nextProvider>
  );
}

function choosing() {
  return renderHook(() => useChoosing(), { wrapper: Around }).result.current;
}

it("two choices that overlap both stand, whatever is answered in between", async () => {
  const choose = choosing();
  act(() => choose({ mail_live: true }));
  act(() => choose({ mail_messages: true }));
  await waitFor(() => expect(me()).toMatchObject({ mail_live: true, mail_messages: true }));
  await act(async () => sent[0]?.answer());
  expect(me()).toMatchObject({ mail_live: true, mail_messages: true });
  await waitFor(() => expect(sent).toHaveLength(2));
  await act(async () => sent[1]?.answer());
  expect(me()).toEqual({ mail_live: true, mail_messages: true, language: "en" });
});

it("a choice that could not be kept is as before, and so is the language that the page speaks", async () => {
  const choose = choosing();
  act(() => choose({ language: "fr" }));
  await waitFor(() => expect(me()).toMatchObject({ language: "fr" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  await act(async () => sent[0]?.refuse());
  expect(me()).toEqual(BEFORE);
  expect(speak).toHaveBeenCalledExactlyOnceWith("en");
});

import { Toast } from "@base-ui/react/toast";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import { createInstance } from "i18next";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { Refusal } from "@/lib/api";
import en from "@/locales/en";
import { useCommand } from "./Command";
import { Toasts } from "./Toasts";

const speech = createInstance();

beforeAll(async () => {
  const resources = { en: { page: en } };
  await speech
    .use(initReactI18next)
    .init({ lng: "en", ns: ["page"], defaultNS: "page", resources });
});
afterEach(cleanup);

type Send = () => Promise<string>;

function Pressed({ send, done }: { send: Send; done?: (answer: string) => void }) {
  const { run, busy } = useCommand(send, done);
  return (
    <button type="button" onClick={() => run()}>
      {busy ? "Busy" : "Do it"}
    </button>
  );
}

function show(send: Send, done?: (answer: string) => void): HTMLElement {
  render(
    <I18nextProvider i18n={speech}>
      <QueryClientProvider client={new QueryClient()}>
        <Toast.Provider>
          <Pressed send={send} {...(done && { done })} />
          <Toasts />
        </Toast.Provider>
      </QueryClientProvider>
    </I18nextProvider>,
  );
  return screen.getByRole("button");
}

it("is done once, however fast one presses, and again after that", async () => {
  const send = vi.fn<Send>(async () => "done");
  const done = vi.fn<(answer: string) => void>();
  const button = show(send, done);
  act(() => {
    button.click();
    button.click();
  });
  await waitFor(() => expect(done).toHaveBeenCalledExactlyOnceWith("done", undefined));
  expect(send).toHaveBeenCalledTimes(1);
  act(() => button.click());
  await waitFor(() => expect(send).toHaveBeenCalledTimes(2));
});

it("says why it could not be done, but leaves being signed out to the dialog about that", async () => {
  const send = vi.fn<Send>().mockRejectedValueOnce(new Refusal(401, "not-signed-in"));
  const button = show(send.mockRejectedValue(new Refusal(0, "offline")));
  act(() => button.click());
  await waitFor(() => expect(send).toHaveBeenCalledTimes(1));
  await screen.findByText("Do it");
  act(() => button.click());
  expect(await screen.findByText(en.problem.offline)).toBeDefined();
  expect(screen.queryByText(en.problem["not-signed-in"])).toBeNull();
});

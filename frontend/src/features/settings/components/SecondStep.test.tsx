import { Toast } from "@base-ui/react/toast";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { createInstance } from "i18next";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { SecondStep as Standing } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { keys } from "@/lib/keys";
import en from "@/locales/en";
import guard from "@/locales/en/guard.json";
import { SecondStep } from "./SecondStep";

const OFF: Standing = { on: false, since: null, codes_left: 0 };
const ON: Standing = { on: true, since: "2026-11-22T18:00:00Z", codes_left: 10 };
const CODE = "aaaa-bbbb";

const { look } = vi.hoisted(() => ({ look: vi.fn<() => Promise<unknown>>() }));
vi.mock("../api/second-step", () => ({
  secondStepQuery: { queryKey: ["second-step"], queryFn: look, retry: false },
  setUp: async () => ({ address: "otpauth://totp/a?secret=AAAA", secret: "AAAA" }),
  confirm: async () => [CODE],
  renewCodes: async () => [CODE],
  turnOff: async () => undefined,
}));

const speech = createInstance();
let client: QueryClient;

beforeAll(async () => {
  const resources = { en: { page: { ...en, guard } } };
  await speech
    .use(initReactI18next)
    .init({ lng: "en", ns: ["page"], defaultNS: "page", resources });
});
beforeEach(() => {
  client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(keys.me, { has_password: false });
  client.setQueryData(keys.config, {});
});
afterEach(cleanup);

function show(standing: Standing) {
  client.setQueryData(keys.secondStep, standing);
  render(
    <I18nextProvider i18n={speech}>
      <QueryClientProvider client={client}>
        <Toast.Provider>
          <SecondStep />
        </Toast.Provider>
      </QueryClientProvider>
    </I18nextProvider>,
  );
}

async function press(name: string) {
  fireEvent.click(await screen.findByRole("button", { name }));
}

/** Have it be looked up anew, as when one comes back to the page. */
async function comeBack() {
  await act(() => client.invalidateQueries({ queryKey: keys.secondStep }));
}

it("the codes of what was set up stay until they are kept, though it is seen to be on", async () => {
  show(OFF);
  await press("Set up: Codes of an app");
  await press("Go on");
  fireEvent.change(await screen.findByLabelText("Code"), { target: { value: "123456" } });
  await press("Turn on");
  await screen.findByText(CODE);
  look.mockResolvedValue(ON);
  await comeBack();
  await screen.findByText("10 recovery codes are left");
  expect(screen.getByText(CODE)).toBeTruthy();
  await press("I have kept them");
  expect(screen.queryByText(CODE)).toBeNull();
});

it("new codes stay until they are kept, though nothing more can be looked up", async () => {
  show(ON);
  look.mockRejectedValue(new Refusal(0, "offline"));
  await press("New recovery codes");
  await press("Go on");
  await screen.findByText(CODE);
  await comeBack();
  await waitFor(() => expect(client.getQueryState(keys.secondStep)?.status).toBe("error"));
  expect(screen.getByText(CODE)).toBeTruthy();
});

import { Toast } from "@base-ui/react/toast";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { createInstance } from "i18next";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { dropAll, sendAll } from "@/lib/undo";
import en from "@/locales/en";
import { Toasts } from "./Toasts";
import { useUndoing } from "./Undoing";

const speech = createInstance();

beforeAll(async () => {
  const resources = { en: { page: en } };
  await speech
    .use(initReactI18next)
    .init({ lng: "en", ns: ["page"], defaultNS: "page", resources });
});
afterEach(() => {
  cleanup();
  dropAll();
});

function Removing({ remove }: { remove: (what: string) => Promise<void> }) {
  const undoing = useUndoing();
  return ["a", "b", "c", "d"].map((id) => (
    <button
      key={id}
      type="button"
      onClick={() => undoing({ id, words: `${id} is gone.`, send: () => remove(id) })}
    >
      Remove {id}
    </button>
  ));
}

it("what can be undone and is no longer offered is sent, and every offer that is there holds", async () => {
  const remove = vi.fn<(what: string) => Promise<void>>(async () => undefined);
  render(
    <I18nextProvider i18n={speech}>
      <Toast.Provider>
        <Removing remove={remove} />
        <Toasts />
      </Toast.Provider>
    </I18nextProvider>,
  );
  for (const id of ["a", "b", "c", "d"]) {
    fireEvent.click(screen.getByRole("button", { name: `Remove ${id}` }));
  }
  await waitFor(() => expect(remove).toHaveBeenCalledExactlyOnceWith("a"));
  const second = (await screen.findByText("b is gone.")).closest<HTMLElement>("[role]");
  expect(second?.closest("[inert]")).toBeNull();
  const undo = [...(second?.querySelectorAll("button") ?? [])].find(
    (button) => button.textContent === en.common.undo,
  );
  if (undo) fireEvent.click(undo);
  sendAll();
  expect(remove.mock.calls.flat()).toEqual(["a", "c", "d"]);
});

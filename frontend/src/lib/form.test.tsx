import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { createInstance } from "i18next";
import { useState } from "react";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { TextField } from "@/components/Field";
import { FormTrouble } from "@/components/Trouble";
import { Refusal } from "@/lib/api";
import { keys } from "@/lib/keys";
import en from "@/locales/en";
import { missing, tooLong, useSubmission } from "./form";

const speech = createInstance();

beforeAll(async () => {
  const resources = { en: { page: en } };
  await speech
    .use(initReactI18next)
    .init({ lng: "en", ns: ["page"], defaultNS: "page", resources });
});
afterEach(cleanup);

it("what is needed is missing where it is empty, blank, or not agreed to", () => {
  const values = { name: "Amal", email: " ", password: "", agreed: false, stay: true };
  expect(missing(values)).toEqual({
    email: "missing",
    password: "missing",
    agreed: "missing",
  });
});

it("a text is too long by its characters, without the spaces around it", () => {
  const values = { title: "🐝🐝🐝 ", body: "honeyed" };
  expect(tooLong(values, { title: 3, body: 6 })).toEqual({ body: "too-long" });
  expect(tooLong(values, { title: 2, body: 7 })).toEqual({ title: "too-long" });
});

type Send = (name: string) => Promise<unknown>;

function Form({ label = "Name", send }: { label?: string; send: Send }) {
  const [name, setName] = useState("");
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["name"],
    send,
    check: (sent: string) => tooLong({ name: sent }, { name: 3 }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(name);
      }}
    >
      <TextField label={label} name="name" value={name} onValue={setName} error={fault("name")} />
      <FormTrouble words={trouble} />
      <button type="submit">{busy ? "Sending" : `Send ${label}`}</button>
    </form>
  );
}

/** A form whose password can be done without. */
function Changing({ send }: { send: Send }) {
  const [locked, setLocked] = useState(true);
  const { submit, fault, trouble } = useSubmission({ fields: locked ? ["password"] : [], send });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit("");
      }}
    >
      {locked && (
        <TextField
          label="Password"
          name="password"
          value=""
          onValue={() => undefined}
          error={fault("password")}
        />
      )}
      <FormTrouble words={trouble} />
      <button type="button" onClick={() => setLocked(false)}>
        Without a password
      </button>
      <button type="submit">Send Name</button>
    </form>
  );
}

function show(...forms: React.ReactNode[]) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(keys.config, { limits: { recipients: 50, picture_bytes: 5 * 1024 ** 2 } });
  render(
    <I18nextProvider i18n={speech}>
      <QueryClientProvider client={client}>{forms}</QueryClientProvider>
    </I18nextProvider>,
  );
}

function type(words: string, label = "Name") {
  fireEvent.change(screen.getByLabelText(label), { target: { value: words } });
}

function press(label = "Name") {
  const button = screen.getByRole("button", { name: `Send ${label}` });
  button.focus();
  fireEvent.click(button);
}

const nothing = async () => undefined;

describe("a form", () => {
  it("is not sent with a fault, which is said each time, and where one then is", () => {
    const send = vi.fn<Send>(nothing);
    show(<Form key="one" send={send} />);
    type("Zola");
    press();
    expect(screen.getByText(en.problem.field["too-long"])).toBeDefined();
    type("Zolas");
    expect(screen.queryByText(en.problem.field["too-long"])).toBeNull();
    press();
    expect(screen.getByText(en.problem.field["too-long"])).toBeDefined();
    expect(document.activeElement).toBe(screen.getByLabelText("Name"));
    expect(send).not.toHaveBeenCalled();
  });

  it("leads to its own faults, not to those of another form", () => {
    show(<Form key="one" send={nothing} />, <Form key="two" label="Title" send={nothing} />);
    type("Zola");
    press();
    type("Bees", "Title");
    press("Title");
    expect(document.activeElement).toBe(screen.getByLabelText("Title"));
  });

  it("is sent once, however often one presses before the answer", async () => {
    const answers: ((value: unknown) => void)[] = [];
    const send = vi.fn<Send>(
      () =>
        new Promise((resolve) => {
          answers.push(resolve);
        }),
    );
    show(<Form key="one" send={send} />);
    const button = screen.getByRole("button");
    fireEvent.click(button);
    fireEvent.click(button);
    await screen.findByText("Sending");
    fireEvent.click(button);
    expect(send).toHaveBeenCalledOnce();
    answers[0]?.(undefined);
    await screen.findByText("Send Name");
    fireEvent.click(button);
    await waitFor(() => expect(send).toHaveBeenCalledTimes(2));
  });

  it("says at the field what was refused of it, and beside the button what has no field", async () => {
    const refused = new Refusal(422, "invalid", [
      { field: "name", code: "guessable", message: "" },
      { field: "planet", code: "outdated", message: "" },
    ]);
    show(<Form key="one" send={() => Promise.reject(refused)} />);
    press();
    await screen.findByText(en.problem.field.guessable);
    expect(document.activeElement).toBe(screen.getByLabelText("Name"));
    expect(screen.getByRole("alert").textContent).toBe(en.problem.field.outdated);
  });

  it("says beside the button what was refused of a field that is no longer there", async () => {
    const fault = { field: "password", code: "too-short", message: "" };
    const send = vi.fn<Send>().mockRejectedValue(new Refusal(422, "invalid", [fault]));
    show(<Changing key="one" send={send} />);
    press();
    await screen.findByText(en.problem.field["too-short"]);
    expect(screen.queryByRole("alert")).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Without a password" }));
    press();
    expect((await screen.findByRole("alert")).textContent).toBe(en.problem.field["too-short"]);
  });

  it("says why it was refused as a whole, until it is sent again", async () => {
    const send = vi.fn<Send>(nothing).mockRejectedValueOnce(new Refusal(0, "offline"));
    show(<Form key="one" send={send} />);
    press();
    expect((await screen.findByRole("alert")).textContent).toBe(en.problem.offline);
    press();
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  });
});

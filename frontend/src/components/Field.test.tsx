import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, it } from "vitest";
import type { Fault } from "@/lib/form";
import { TextField } from "./Field";

afterEach(cleanup);

function Form({ error }: { error?: Fault }) {
  const [value, setValue] = useState("");
  return (
    <TextField
      label="Name"
      name="name"
      hint="A hint"
      error={error}
      value={value}
      onValue={setValue}
    />
  );
}

/** Found just now. */
function needed(): Fault {
  return { words: "This is needed.", found: {} };
}

it("a field is described by its hint and by what is wrong with it", () => {
  render(<Form error={needed()} />);
  const field = screen.getByLabelText("Name");
  const described = field.getAttribute("aria-describedby")?.split(" ") ?? [];
  expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual([
    "A hint",
    "This is needed.",
  ]);
  expect(field.getAttribute("aria-invalid")).toBe("true");
});

it("what is wrong is gone once the field is changed, and back when it is found again", () => {
  const fault = needed();
  const { rerender } = render(<Form error={fault} />);
  fireEvent.change(screen.getByLabelText("Name"), { target: { value: "Amal" } });
  rerender(<Form error={{ ...fault }} />);
  expect(screen.queryByText("This is needed.")).toBeNull();
  expect(screen.getByLabelText("Name").getAttribute("aria-invalid")).toBeNull();
  rerender(<Form error={needed()} />);
  expect(screen.getByText("This is needed.")).toBeDefined();
});

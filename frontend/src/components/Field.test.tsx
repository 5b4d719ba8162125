import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, it } from "vitest";
import { TextField } from "./Field";

afterEach(cleanup);

function Form({ error }: { error?: string }) {
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

it("a field is described by its hint and by what is wrong with it", () => {
  render(<Form error="This is needed." />);
  const field = screen.getByLabelText("Name");
  const described = field.getAttribute("aria-describedby")?.split(" ") ?? [];
  expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual([
    "A hint",
    "This is needed.",
  ]);
  expect(field.getAttribute("aria-invalid")).toBe("true");
});

it("what is wrong is gone once the field is changed, and back when it is said again", () => {
  const { rerender } = render(<Form error="This is needed." />);
  fireEvent.change(screen.getByLabelText("Name"), { target: { value: "Amal" } });
  expect(screen.queryByText("This is needed.")).toBeNull();
  expect(screen.getByLabelText("Name").getAttribute("aria-invalid")).toBeNull();
  rerender(<Form />);
  rerender(<Form error="This is needed." />);
  expect(screen.getByText("This is needed.")).toBeDefined();
});

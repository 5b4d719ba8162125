import { fireEvent, render, screen } from "@testing-library/react";
import { createMemoryRouter, RouterProvider, useLocation } from "react-router";
import { expect, test } from "vitest";
import { joining } from "@/lib/places";
import { Link } from "./Link";

function Told() {
  return <output>{JSON.stringify(useLocation().state)}</output>;
}

function opened(link: React.ReactNode) {
  const router = createMemoryRouter([
    { path: "/", element: link },
    { path: "/conference", element: <Told /> },
  ]);
  render(<RouterProvider router={router} />);
  return router;
}

test("The page that a link leads to is told what goes along with it", async () => {
  opened(<Link {...joining("c1")}>Join</Link>);
  const link = screen.getByRole("link");
  expect(link.getAttribute("href")).toBe("/conference?c=c1");
  expect(link.hasAttribute("state")).toBe(false);
  fireEvent.click(link);
  expect((await screen.findByRole("status")).textContent).toBe('{"join":true}');
});

test("A click that something else answers, or that opens a tab, leads nowhere here", () => {
  const router = opened(
    <Link to="/conference" onClick={(event) => event.preventDefault()}>
      Join
    </Link>,
  );
  fireEvent.click(screen.getByRole("link"));
  expect(router.state.location.pathname).toBe("/");
});

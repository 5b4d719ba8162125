import { cleanup, render } from "@testing-library/react";
import { type ReactNode, StrictMode } from "react";
import { afterEach, expect, it } from "vitest";
import { useTitle } from "./title";

afterEach(cleanup);

function Titled({ words, children }: { words: string | undefined; children?: ReactNode }) {
  useTitle(words);
  return children;
}

function page(within?: ReactNode) {
  return (
    <StrictMode>
      <Titled words="Messages">{within}</Titled>
    </StrictMode>
  );
}

it("the window is called as what is shown, and as the product where that is nothing", () => {
  const { rerender, unmount } = render(<Titled words="Home" />);
  expect(document.title).toBe("Home · Wexstream");
  rerender(<Titled words="Start" />);
  expect(document.title).toBe("Start · Wexstream");
  rerender(<Titled words="Wexstream" />);
  expect(document.title).toBe("Wexstream");
  rerender(<Titled words="Home" />);
  unmount();
  expect(document.title).toBe("Wexstream");
});

it("what stands within a page says more than the page, whether it is there at once or comes later", () => {
  const { rerender } = render(page(<Titled words="Tea at four" />));
  expect(document.title).toBe("Tea at four · Wexstream");
  rerender(page());
  expect(document.title).toBe("Messages · Wexstream");
  rerender(page(<Titled words={undefined} />));
  expect(document.title).toBe("Messages · Wexstream");
  rerender(page(<Titled words="Seedlings" />));
  expect(document.title).toBe("Seedlings · Wexstream");
});

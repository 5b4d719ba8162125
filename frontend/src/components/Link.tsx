import type { ComponentProps } from "react";
import { type To, useHref, useLinkClickHandler } from "react-router";

export type LinkProps = Omit<ComponentProps<"a">, "href"> & {
  to: To;
  /** Take the place of the page that is open, in the history. */
  replace?: boolean;
  /** Stay where one has scrolled to. */
  preventScrollReset?: boolean;
  /** What the page that it leads to is told, beside its address. */
  state?: unknown;
};

/** A link to a page of ours. The router's own weighs more: it brings what fetches pages beforehand. */
export function Link({
  to,
  replace,
  preventScrollReset,
  state,
  onClick,
  children,
  ...rest
}: LinkProps) {
  const go = useLinkClickHandler(to, {
    replace,
    preventScrollReset,
    state,
    target: rest.target,
  });
  return (
    <a
      {...rest}
      href={useHref(to)}
      onClick={(event) => {
        onClick?.(event);
        if (!event.defaultPrevented) go(event);
      }}
    >
      {children}
    </a>
  );
}

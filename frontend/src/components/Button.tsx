import type { ComponentProps, ReactNode } from "react";
import styles from "./Button.module.css";
import { Link, type LinkProps } from "./Link";

export type Look = "filled" | "outlined" | "quiet" | "danger" | "danger-filled";
type Size = "small" | "usual" | "large";
type Shape = {
  look?: Look;
  size?: Size;
  /** As wide as there is room. */
  wide?: boolean;
  /** An icon alone; it needs a label. */
  square?: boolean;
};

function classOf({
  look = "outlined",
  size = "usual",
  wide = false,
  square = false,
}: Shape): string {
  const names = [
    styles.button,
    styles[look],
    styles[size],
    wide && styles.wide,
    square && styles.square,
  ];
  return names.filter(Boolean).join(" ");
}

type ButtonProps = Shape & {
  /** Under way: it does nothing a second time, and says so. */
  busy?: boolean;
  children: ReactNode;
} & Omit<ComponentProps<"button">, "className">;

export function Button({
  look,
  size,
  wide,
  square,
  busy = false,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classOf({ look, size, wide, square })}
      aria-disabled={busy || rest["aria-disabled"]}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    />
  );
}

type ButtonLinkProps = Shape & { children: ReactNode } & Omit<LinkProps, "className">;

export function ButtonLink({ look, size, wide, square, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={classOf({ look, size, wide, square })} />;
}

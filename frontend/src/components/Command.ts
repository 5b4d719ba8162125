import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useSayFailure } from "./Toasts";

/** Something that is done by one press: once at a time, and why it could not be done is said. */
export function useCommand<T = void, R = unknown>(
  send: (values: T) => Promise<R>,
  done?: (result: R, values: T) => void | Promise<void>,
): { run: (values: T) => void; busy: boolean } {
  const sayFailure = useSayFailure();
  // A second click comes before the first is shown.
  const sending = useRef(false);
  const { mutate, isPending } = useMutation({
    mutationFn: send,
    onSuccess: (result, values) => done?.(result, values),
    onError: sayFailure,
    onSettled: () => {
      sending.current = false;
    },
  });
  const run = (values: T) => {
    if (sending.current) return;
    sending.current = true;
    mutate(values);
  };
  return { run, busy: isPending };
}

import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "@/lib/api";
import { onReturn } from "@/lib/session";
import { wordsFor, wordsForField } from "@/lib/words";

type Submission<T, R> = {
  send: (values: T) => Promise<R>;
  /** What follows when it has worked. */
  done?: (result: R, values: T) => void | Promise<void>;
  /** Words of the form's own for codes that mean something particular there. */
  words?: Partial<Record<string, string>>;
  /** What is wrong with it before it is sent: a code for each field at fault. */
  check?: (values: T) => Faults;
};
export type Faults = Readonly<Record<string, string>>;

const NONE: Faults = {};

/** The fault of every field that is needed and empty. */
export function missing(values: Readonly<Record<string, string | boolean>>): Faults {
  const empty = Object.entries(values).filter(([, value]) =>
    typeof value === "string" ? value.trim() === "" : !value,
  );
  return Object.fromEntries(empty.map(([field]) => [field, "missing"]));
}

/** A form that is sent once at a time, keeps its text whatever happens, and says what is wrong where it is. */
export function useSubmission<T, R>({ send, done, words = {}, check }: Submission<T, R>) {
  const { t, i18n } = useTranslation();
  const [found, setFound] = useState(NONE);
  // A second click comes before the first is shown.
  const sending = useRef(false);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: send,
    onSettled: () => {
      sending.current = false;
    },
    onSuccess: (result: R, values: T) => done?.(result, values),
  });
  const refusal = error instanceof Refusal ? error : null;
  const refused = refusal?.fields ?? [];
  useFocusOnFault(found, error);
  const signedOut = refusal?.code === "not-signed-in";
  useEffect(() => (signedOut ? onReturn(reset) : undefined), [signedOut, reset]);
  return {
    submit: (values: T) => {
      if (sending.current) return;
      const faults = check?.(values) ?? NONE;
      setFound(faults);
      if (Object.keys(faults).length > 0) return reset();
      sending.current = true;
      mutate(values);
    },
    busy: isPending,
    reset: () => {
      setFound(NONE);
      reset();
    },
    /** The code of why it was refused, if it was. */
    code: refusal?.code ?? null,
    /** What is wrong with a field, in words. */
    fault: (field: string) => {
      const code = found[field] ?? refused.find((fault) => fault.field === field)?.code;
      return code === undefined ? undefined : wordsForField(code, t);
    },
    /** What is wrong with the whole, in words; null where the fields say it. */
    trouble:
      error && refused.length === 0
        ? (words[refusal?.code ?? ""] ?? wordsFor(error, t, i18n.language))
        : null,
  };
}

/** Put whoever sent a form with faults at the first of them. */
function useFocusOnFault(found: Faults, error: Error | null): void {
  useEffect(() => {
    if (found !== NONE || (error instanceof Refusal && error.fields?.length)) {
      document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus();
    }
  }, [found, error]);
}

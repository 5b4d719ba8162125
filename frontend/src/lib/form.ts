import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "@/lib/api";
import { useConfig } from "@/lib/config";
import { onReturn } from "@/lib/session";
import { wordsFor, wordsForField } from "@/lib/words";

type Submission<T, R, F extends string> = {
  /** The fields that there are; what is wrong with another is said of the whole. */
  fields?: readonly F[];
  send: (values: T) => Promise<R>;
  /** What follows when it has worked. */
  done?: (result: R, values: T) => void | Promise<void>;
  /** Words of the form's own for codes that mean something particular there. */
  words?: Partial<Record<string, string>>;
  /** What is wrong with it before it is sent: a code for each field at fault. */
  check?: (values: T) => Faults;
};
export type Faults = Readonly<Record<string, string>>;
/** What is wrong with a field, in words. Found once more it is another, even if the words are the same. */
export type Fault = { words: string; found: object };

const NONE: Faults = {};

/** The fault of every field that is needed and empty. */
export function missing(values: Readonly<Record<string, string | boolean>>): Faults {
  const empty = Object.entries(values).filter(([, value]) =>
    typeof value === "string" ? value.trim() === "" : !value,
  );
  return Object.fromEntries(empty.map(([field]) => [field, "missing"]));
}

/** How long a text is, in characters, as the server counts. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** The fault of every text that is longer than it may be, but for the spaces around it. */
export function tooLong<F extends string>(
  values: Readonly<Record<F, string>>,
  most: Readonly<Record<NoInfer<F>, number>>,
): Faults {
  const faults: Record<string, string> = {};
  for (const field in values) {
    if (lengthOf(values[field].trim()) > most[field]) faults[field] = "too-long";
  }
  return faults;
}

/** A form that is sent once at a time, keeps its text whatever happens, and says what is wrong where it is. */
export function useSubmission<T, R, F extends string = never>({
  fields = [],
  send,
  done,
  words = {},
  check,
}: Submission<T, R, F>) {
  const { t, i18n } = useTranslation();
  const { limits } = useConfig();
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
  const unseen = refused.filter(({ field }) => !fields.some((known) => known === field));
  const noteForm = useFocusOnFault(found, error);
  const signedOut = refusal?.code === "not-signed-in";
  useEffect(() => (signedOut ? onReturn(reset) : undefined), [signedOut, reset]);
  return {
    submit: (values: T) => {
      if (sending.current) return;
      noteForm();
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
    /** What is wrong with a field. */
    fault: (field: F): Fault | undefined => {
      const own = found[field];
      const code = own ?? refusal?.of(field);
      return code === undefined
        ? undefined
        : { words: wordsForField(code, limits, t, i18n.language), found: own ? found : refused };
    },
    /** What is wrong with the whole, in words; null where the fields say it. */
    trouble:
      error && refused.length === 0
        ? (words[refusal?.code ?? ""] ?? wordsFor(error, t, i18n.language))
        : unseen.map(({ code }) => wordsForField(code, limits, t, i18n.language)).join(" ") || null,
  };
}

/** Put whoever sent a form with faults at the first of them; what comes back is called when it is sent. */
function useFocusOnFault(found: Faults, error: Error | null): () => void {
  const sent = useRef<Element | null>(null);
  useEffect(() => {
    if (found !== NONE || (error instanceof Refusal && error.fields?.length)) {
      sent.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [found, error]);
  return () => {
    // Not every browser gives the focus to a button that is clicked; then what holds the form has it.
    const here = document.activeElement;
    sent.current = here?.closest("form") ?? here;
  };
}

import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Refusal } from "@/lib/api";
import { wordsFor, wordsForField } from "@/lib/words";

type Submission<T, R> = {
  send: (values: T) => Promise<R>;
  /** What follows when it has worked. */
  done?: (result: R, values: T) => void | Promise<void>;
  /** Words of the form's own for codes that mean something particular there. */
  words?: Partial<Record<string, string>>;
};

/** A form that is sent once at a time, keeps its text whatever happens, and says what is wrong where it is. */
export function useSubmission<T, R>({ send, done, words = {} }: Submission<T, R>) {
  const { t, i18n } = useTranslation();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: send,
    onSuccess: (result: R, values: T) => done?.(result, values),
  });
  const refusal = error instanceof Refusal ? error : null;
  const faults = refusal?.fields ?? [];
  return {
    submit: (values: T) => {
      if (!isPending) mutate(values);
    },
    busy: isPending,
    reset,
    /** What is wrong with a field, in words. */
    fault: (field: string) => {
      const code = faults.find((fault) => fault.field === field)?.code;
      return code === undefined ? undefined : wordsForField(code, t);
    },
    /** What is wrong with the whole, in words; null where the fields say it. */
    trouble:
      error && faults.length === 0
        ? (words[refusal?.code ?? ""] ?? wordsFor(error, t, i18n.language))
        : null,
  };
}

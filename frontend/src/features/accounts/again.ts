import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { timeNow, useNow } from "@/lib/now";

const PAUSE = 60_000; // milliseconds

/** Sending a mail again, with a pause after each in which it may come. */
export function useAgain(again: () => Promise<void>, before: "just sent" | "some time ago") {
  const [sentAt, setSentAt] = useState(() => (before === "just sent" ? timeNow() : 0));
  const now = useNow(1000);
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: again,
    onSuccess: () => setSentAt(timeNow()),
  });
  const left = Math.max(0, Math.ceil((sentAt + PAUSE - Math.max(now, sentAt)) / 1000));
  return {
    sent: isSuccess,
    busy: isPending,
    error,
    /** Seconds until it may be sent again. */
    left,
    resend: () => {
      if (!isPending && left === 0) mutate();
    },
  };
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { answer, api, Refusal } from "@/lib/api";
import { forget } from "@/lib/session";
import { allSent } from "@/lib/undo";

/** Everything that is kept of me, as one file. */
export function takeAlong(): Promise<Blob> {
  return answer(api.GET("/api/me/export", { parseAs: "blob" }));
}

/** Erase my account; without a password where there is none. */
export async function erase(password: string | null): Promise<void> {
  await api.DELETE("/api/me", { body: { password } });
}

async function signOut(): Promise<void> {
  await allSent(); // without a session it would come to nothing
  try {
    await api.DELETE("/api/sessions/current");
  } catch (error) {
    // Signed out already is signed out.
    if (!(error instanceof Refusal && error.status === 401)) throw error;
  }
}

/** Leave for the door, and leave nothing behind here. */
export function useGone(): (notice: "signed-out" | "erased") => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (notice) => {
    await navigate("/sign-in", { state: { notice } });
    await forget(client);
  };
}

export function useSignOut() {
  const gone = useGone();
  const { mutate, isPending, error } = useMutation({
    mutationFn: signOut,
    onSuccess: () => gone("signed-out"),
  });
  return { signOut: () => !isPending && mutate(), busy: isPending, error };
}

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import { Icon } from "./Icon";
import { Trouble } from "./Trouble";

type Props = { fetch: () => Promise<Blob>; wide?: boolean };

/** Gives a person everything that is kept of them, as a file. */
export function TakeAlong({ fetch, wide = false }: Props) {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useMutation({
    mutationFn: fetch,
    onSuccess: (file) => keep(file, "wexstream.zip"),
  });
  const run = () => {
    if (!isPending) mutate();
  };
  return (
    <>
      <Button onClick={run} busy={isPending} wide={wide}>
        <Icon of={Download} />
        {t("account.leaving.take-along")}
      </Button>
      {error && <Trouble error={error} onRetry={run} />}
    </>
  );
}

function keep(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

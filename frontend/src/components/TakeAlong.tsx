import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keepFile } from "@/lib/file";
import { takeAlong } from "@/lib/leaving";
import { Button } from "./Button";
import { Icon } from "./Icon";
import { Trouble } from "./Trouble";

/** Gives a person everything that is kept of them, as a file. */
export function TakeAlong({ wide = false }: { wide?: boolean }) {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useMutation({
    mutationFn: takeAlong,
    onSuccess: (file) => keepFile(file, "wexstream.zip"),
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

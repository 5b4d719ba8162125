import { CSPProvider } from "@base-ui/react/csp-provider";
import { DirectionProvider } from "@base-ui/react/direction-provider";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { directionOf, isLanguage } from "@/lib/i18n";

type Props = { client: QueryClient; children: ReactNode };

export function Providers({ client, children }: Props) {
  const { i18n } = useTranslation();
  const direction = isLanguage(i18n.language) ? directionOf(i18n.language) : "ltr";
  return (
    <CSPProvider disableStyleElements>
      <DirectionProvider direction={direction}>
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </DirectionProvider>
    </CSPProvider>
  );
}

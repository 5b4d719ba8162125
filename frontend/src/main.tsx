import "@/styles/fonts.css";
import "@/styles/tokens.css";
import "@/styles/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import { Providers } from "@/app/providers";
import { createRouter } from "@/app/router";
import { api } from "@/lib/api";
import { startI18n } from "@/lib/i18n";
import { startServiceWorker } from "@/lib/installable";
import { watchClock } from "@/lib/now";
import { watchPresses } from "@/lib/presses";
import { createQueryClient } from "@/lib/query";
import { watchOwner } from "@/lib/session";
import { startTheme } from "@/lib/theme";

startServiceWorker();
api.use(watchClock);
watchOwner();
watchPresses();
const place = document.getElementById("page");
if (!place) throw new Error("index.html has no place for the page.");

startTheme();
await startI18n();
const client = createQueryClient();
createRoot(place).render(
  <StrictMode>
    <Providers client={client}>
      <RouterProvider router={createRouter(client)} />
    </Providers>
  </StrictMode>,
);

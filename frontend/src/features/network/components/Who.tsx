import { createElement, Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { Conference } from "@/generated/api";
import { useMe } from "@/lib/me";
import { attendance } from "./attendance";
import { customs } from "./day";

/** Who came to a conference: you, some first names, and how many others. */
export function Who({ conference }: { conference: Conference }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const { names, others } = attendance(conference, me.id);
  const words = [
    ...(conference.joined ? [t("network.conferences.you")] : []),
    ...names,
    ...(others > 0
      ? [
          t("network.conferences.others", {
            count: others,
            number: new Intl.NumberFormat(i18n.language).format(others),
          }),
        ]
      : []),
  ];
  const list = new Intl.ListFormat(customs(i18n.language), { type: "conjunction" });
  const parts = list
    .formatToParts(words)
    .map(({ type, value }) => (type === "element" ? createElement("bdi", null, value) : value));
  return createElement(Fragment, null, ...parts);
}

import type { Notification } from "@/generated/api";
import { conferenceAt, connectionsAt, messagesAt, profileOf } from "@/lib/places";

type About = Pick<Notification, "kind" | "actor" | "conference" | "message">;

/** Where one finds what a notification is about, if it is somewhere. */
export function addressOf({ kind, actor, conference, message }: About): string | null {
  switch (kind) {
    case "conference-live":
    case "conference-finished":
      return conference && conferenceAt(conference.id);
    case "message-received":
      return message && messagesAt("inbox", message.id);
    case "connection-requested":
      return actor?.id ? profileOf(actor.id) : connectionsAt("incoming");
    case "connection-approved":
      return actor?.id ? profileOf(actor.id) : null;
    case "moderator-warned":
    case "appeal-upheld":
      return "/tos";
    case "account-restored":
    case "warning-withdrawn":
      return null;
    default:
      return null;
  }
}

import type { Notification } from "@/generated/api";

type About = Pick<Notification, "kind" | "actor" | "conference" | "message">;

/** Where one finds what a notification is about, if it is somewhere. */
export function addressOf({ kind, actor, conference, message }: About): string | null {
  switch (kind) {
    case "conference-live":
    case "conference-finished":
      return conference && `/conference?c=${conference.id}`;
    case "message-received":
      return message && `/messages?m=${message.id}`;
    case "connection-requested":
      return actor?.id ? `/profile?u=${actor.id}` : "/connections?tab=incoming";
    case "connection-approved":
      return actor?.id ? `/profile?u=${actor.id}` : null;
    case "moderator-warned":
      return "/tos";
    case "account-restored":
      return null;
    default:
      return null;
  }
}

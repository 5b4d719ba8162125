import { conferenceAt } from "@/lib/places";

export type Way = "mail" | "whatsapp" | "facebook" | "x";

/** The address that leads to a conference from anywhere. */
export function linkTo(id: string): string {
  return location.origin + conferenceAt(id);
}

/** Where the browser goes to tell others of it. */
export function shareBy(way: Way, link: string, words: string): string {
  const to = encodeURIComponent;
  const ways: Record<Way, string> = {
    mail: `mailto:?subject=${to(words)}&body=${to(`${words}\n${link}`)}`,
    whatsapp: `https://wa.me/?text=${to(`${words}\n${link}`)}`,
    facebook: `https://www.facebook.com/sharer/sharer.php?u=${to(link)}`,
    x: `https://x.com/intent/post?text=${to(words)}&url=${to(link)}`,
  };
  return ways[way];
}

export default function Moderation() {
  return null;
}

export default function Unverified() {
  return null;
}

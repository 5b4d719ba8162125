export default function Suspended() {
  return null;
}

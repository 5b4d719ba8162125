export default function Conference() {
  return null;
}

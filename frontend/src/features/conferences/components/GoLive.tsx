export default function GoLive(_: { open: boolean; onClose: () => void }) {
  return null;
}

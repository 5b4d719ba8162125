// Notes when "Join" was clicked, and when the first picture of somebody else was shown, both in milliseconds since
// 1970. It counts once a second one has followed: a picture that stands still is none.
(() => {
  const theirs = new WeakSet();
  const { get, set } = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject");
  const since1970 = (time) => performance.timeOrigin + time;
  let seen;
  window.joined = null;
  window.sawSomebody = new Promise((resolve) => (seen = resolve));
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...given) {
      super(...given);
      this.addEventListener("track", ({ track }) => theirs.add(track));
    }
  };
  const watch = (video) => {
    let first = null;
    const look = (now) => {
      if (video.srcObject?.getVideoTracks().some((track) => theirs.has(track))) {
        if (first !== null) return seen(first);
        first = since1970(now);
      }
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
  };
  Object.defineProperty(HTMLVideoElement.prototype, "srcObject", {
    configurable: true,
    get,
    set(stream) {
      set.call(this, stream);
      if (stream) watch(this);
    },
  });
  const note = ({ target, timeStamp }) => {
    if (target.closest?.("button")?.textContent === "Join") window.joined = since1970(timeStamp);
  };
  addEventListener("click", note, true);
})();

import jitsi from "./jitsi.json";
import room from "./room.json";

export default { jitsi, room };

import log from "./log.json";

export default { log };

import guard from "./guard.json";

export default { guard };

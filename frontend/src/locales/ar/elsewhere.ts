import elsewhere from "./elsewhere.json";

export default { elsewhere };

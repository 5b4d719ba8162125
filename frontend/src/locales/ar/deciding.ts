import deciding from "./deciding.json";

export default { deciding };

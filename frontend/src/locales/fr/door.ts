import account from "./account.json";
import common from "./common.json";
import problem from "./problem.json";

export default { account, common, problem };

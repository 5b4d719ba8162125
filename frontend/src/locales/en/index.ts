import account from "./account.json";
import common from "./common.json";
import conference from "./conference.json";
import home from "./home.json";
import message from "./message.json";
import moderation from "./moderation.json";
import nav from "./nav.json";
import network from "./network.json";
import notification from "./notification.json";
import page from "./page.json";
import problem from "./problem.json";
import refusal from "./refusal.json";
import settings from "./settings.json";

export default {
  account,
  common,
  conference,
  home,
  message,
  moderation,
  nav,
  network,
  notification,
  page,
  problem,
  refusal,
  settings,
};

import { t } from "../i18n/t";
import { isPhone } from "../lib/device";

/** « ce téléphone » or « cet ordinateur ». */
export const deviceWords = () => t(isPhone() ? "device.phone" : "device.computer");

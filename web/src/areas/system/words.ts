// The words of this room, which come with its pages.
import { addWords } from "../../i18n/t";
import { system } from "./fr";

addWords(system);

// The words of this room, which come with its pages.
import { addWords } from "../../i18n/t";
import { people } from "./fr";

addWords(people);

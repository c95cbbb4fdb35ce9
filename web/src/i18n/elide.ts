// « de » and « que » before what begins with a vowel, as one says them: « d'Idriss », « d'Hélène », but « de Yann », « de Hassan ».

/** A vowel; y before a consonant (Yves, not Yann); and the h that nobody hears, by the names that have it, since no rule tells it. */
const OPEN = /^(?:[aeiouœæ]|y[^aeiouy]|h(?:ele|elo|enr|erm|erv|ect|ila|ipp|ono|ora|ort|ub|ug|ya|om|eur))/;

export function elides(value: string): boolean {
  return OPEN.test(value.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("fr"));
}

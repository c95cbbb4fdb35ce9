#pragma once
/* What French does with names: their order in a list, and what becomes of « de » before them. Any thread. */
#include <stdbool.h>

#include "base/bytes.h"

/* As a French directory has them: letters first, whatever their case and accents; only then the accents. Negative, 0 or positive. */
int french_compare(bytes a, bytes b);
/* « d’Idriss », « d’Hélène », but « de Yann », « de Hassan ». */
bool french_elides(const char *name);

#pragma once
/* French public holidays: days on which nobody is called to a session. Any thread. */
#include <stdbool.h>
#include <stdint.h>

bool holiday_on(int64_t days); /* days since 1970-01-01 */

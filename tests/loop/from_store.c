/* The fixture of the store's tests serves here too; each layer's tests are one program. */
#include "store/store_fixture.c"

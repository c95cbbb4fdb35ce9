/* The fixture and the failing disk of the store's tests serve here too; each layer's tests are one program. */
#include "store/store_fixture.c"
#include "store/fault_disk.c"

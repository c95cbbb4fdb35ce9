/* Files of groups: their rows. */
#include "areas/areas_fixture.h"

#include "areas/group/file.h"

#define FILES "SELECT count(*) FROM group_file"
static const char ABSENT[] = "0000000000000000000000000000000000000000000000000000000000000000";

TEST(file, has_no_row_without_its_content)
{
    sample();
    struct group_file file = { .name = "notes.txt", .sha256 = ABSENT, .size = 9, .type = file_type_named("text/plain") };
    CHECK(file.type);
    CHECK_ERR(CARNET_IO, file_add(as("stg-02"), "grp-b", &file));
    CHECK_INT(0, one_int(FILES));
}

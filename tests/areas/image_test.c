/* Images of texts: the row of one, and what it names. */
#include "areas/areas_fixture.h"

#include "areas/document/image.h"

TEST(image, has_no_row_without_its_content)
{
    sample();
    bool made;
    static const char ABSENT[] = "0000000000000000000000000000000000000000000000000000000000000000";
    const char *page = page_of("grp-b");
    struct image image = { .document = document_id(page), .uid = "plan", .content = ABSENT, .size = 9 };
    CHECK_ERR(CARNET_IO, image_add(&made, as("stg-02"), page, &image));
    CHECK_INT(0, one_int("SELECT count(*) FROM document_image"));
}

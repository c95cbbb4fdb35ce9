/* The areas together: each tells areas/document what it owns, and lists its routes. */
#include "areas/areas.h"

#include "areas/acts/acts.h"
#include "areas/audience/audience.h"
#include "areas/calendar/calendar.h"
#include "areas/calendar/feed.h"
#include "areas/cohort/cohort.h"
#include "areas/cohort/curriculum.h"
#include "areas/comment/comment.h"
#include "areas/deliverable/work.h"
#include "areas/document/apart.h"
#include "areas/document/document.h"
#include "areas/document/guest.h"
#include "areas/document/image.h"
#include "areas/document/page.h"
#include "areas/enrolment/accommodation.h"
#include "areas/enrolment/enrolment.h"
#include "areas/event/event.h"
#include "areas/export/export.h"
#include "areas/group/file.h"
#include "areas/group/group.h"
#include "areas/group/reader.h"
#include "areas/group/team.h"
#include "areas/group/visit.h"
#include "areas/group/work_group.h"
#include "areas/home/home.h"
#include "areas/journal/ending.h"
#include "areas/journal/journal.h"
#include "areas/mail/mail.h"
#include "areas/notice/notice.h"
#include "areas/opening/opening.h"
#include "areas/people/comfort.h"
#include "areas/people/people.h"
#include "areas/programme/programme.h"
#include "areas/search/search.h"
#include "areas/start/start.h"

void areas_init(const char *build)
{
    cohort_build_set(build);
    people_joined_set(enrolment_joined);
    people_left_set(enrolment_left);
    page_owns();
    journal_owns();
    work_owns();
    programme_writes_set(work_begins_for);
}

carnet_err areas_beat(struct ctx *ctx)
{
    TRY(people_beat(ctx));
    TRY(journal_beat(ctx));
    TRY(enrolment_beat(ctx));
    TRY(team_beat(ctx));
    TRY(notice_beat(ctx));
    bool more; /* the next beat goes on */
    TRY(event_prune(&more, ctx));
    TRY(guest_beat(ctx));
    TRY(apart_beat(ctx));
    TRY(file_beat(ctx));
    return mail_tidy(ctx);
}

const struct route *const areas_routes[] = {
    people_routes,     programme_routes,     cohort_routes,  curriculum_routes, calendar_routes, feed_routes,
    group_routes,      group_reader_routes,  team_routes,    work_group_routes, file_routes,     document_routes,
    page_routes,       version_routes,       readers_routes,       journal_routes, work_routes,       home_routes,     enrolment_routes,
    accommodation_routes, mail_routes,       notice_routes,  account_routes,    invitation_routes,
    factor_routes,     search_routes,        audience_routes,   acts_routes,     guest_routes,    comment_routes,
    visit_routes,      start_routes,         comfort_routes,       image_routes,    export_routes,
    opening_routes,    apart_routes,         NULL,
};

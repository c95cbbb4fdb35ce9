/* Secrets: what only the right password, token, key or signature opens. */
#include "harness/test.h"

#include <stdlib.h>
#include <time.h>

#include "guard/password.h"
#include "guard/random.h"
#include "guard/seal.h"
#include "guard/signature.h"
#include "guard/token.h"
#include "guard/totp.h"

__attribute__((constructor)) static void start(void)
{
    if (guard_init() != CARNET_OK)
        _Exit(2);
}

static bytes span(const char *text)
{
    return bytes_text(text);
}

TEST(random, ids_are_26_characters_of_one_alphabet_and_never_the_same)
{
    char seen[500][GUARD_ID];
    for (int i = 0; i < 500; i++) {
        guard_id(seen[i]);
        CHECK_INT(26, strlen(seen[i]));
        CHECK_INT(26, strspn(seen[i], "abcdefghijklmnopqrstuvwxyz234567"));
        for (int j = 0; j < i; j++)
            CHECK(strcmp(seen[i], seen[j]) != 0);
    }
    CHECK(guard_number() != guard_number());
}

TEST(random, wiping_leaves_zeroes)
{
    uint8_t secret[40];
    guard_random(secret, sizeof secret);
    guard_wipe(secret, sizeof secret);
    for (size_t i = 0; i < sizeof secret; i++)
        CHECK_INT(0, secret[i]);
}

TEST(password, only_the_right_one_verifies)
{
    password_cost_light(true);
    char hash[PASSWORD_HASH];
    CHECK_OK(password_hash(hash, span("passerelles-2026")));
    CHECK(strncmp(hash, "$argon2id$", 10) == 0);
    CHECK_OK(password_verify(hash, span("passerelles-2026")));
    CHECK_ERR(CARNET_DENIED, password_verify(hash, span("passerelles-2027")));
    CHECK_ERR(CARNET_DENIED, password_verify(hash, span("")));
    CHECK_ERR(CARNET_DENIED, password_verify(hash, (bytes){ (const uint8_t *)"passerelles-2026\0", 17 }));
    CHECK_ERR(CARNET_DENIED, password_verify("not a hash", span("passerelles-2026")));
}

TEST(password, the_same_one_hashes_differently_each_time)
{
    password_cost_light(true);
    char one[PASSWORD_HASH], two[PASSWORD_HASH];
    CHECK_OK(password_hash(one, span("a")));
    CHECK_OK(password_hash(two, span("a")));
    CHECK(strcmp(one, two) != 0);
}

TEST(password, is_bounded_to_1024_bytes)
{
    password_cost_light(true);
    char text[PASSWORD_MAX + 1], hash[PASSWORD_HASH];
    memset(text, 'x', sizeof text);
    CHECK_ERR(CARNET_LIMIT, password_hash(hash, (bytes){ (uint8_t *)text, sizeof text }));
    CHECK_OK(password_hash(hash, (bytes){ (uint8_t *)text, PASSWORD_MAX }));
    CHECK_OK(password_verify(hash, (bytes){ (uint8_t *)text, PASSWORD_MAX }));
    CHECK_ERR(CARNET_DENIED, password_verify(hash, (bytes){ (uint8_t *)text, sizeof text }));
}

static int64_t processor_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

TEST(password, an_unknown_person_takes_as_long_as_a_wrong_password)
{
    password_cost_light(false);
    char hash[PASSWORD_HASH];
    CHECK_OK(password_hash(hash, span("right")));
    int64_t known = INT64_MAX, unknown = INT64_MAX;
    for (int i = 0; i < 3; i++) { /* the least of three: other work on the machine only adds */
        int64_t start_at = processor_us();
        CHECK_ERR(CARNET_DENIED, password_verify(hash, span("wrong")));
        int64_t middle = processor_us();
        CHECK_ERR(CARNET_DENIED, password_verify(NULL, span("wrong")));
        int64_t end = processor_us();
        known = middle - start_at < known ? middle - start_at : known;
        unknown = end - middle < unknown ? end - middle : unknown;
    }
    CHECK(unknown * 2 > known && known * 2 > unknown);
}

TEST(password, a_hash_of_another_cost_asks_to_be_renewed_and_still_verifies)
{
    char light[PASSWORD_HASH];
    password_cost_light(true);
    CHECK_OK(password_hash(light, span("a")));
    CHECK(!password_needs_rehash(light));
    password_cost_light(false);
    CHECK(password_needs_rehash(light));
    CHECK_OK(password_verify(light, span("a")));
    CHECK(password_needs_rehash("garbage"));
}

TEST(token, its_hash_finds_it_again_and_no_other)
{
    char one[TOKEN_TEXT], two[TOKEN_TEXT];
    uint8_t a[TOKEN_HASH], b[TOKEN_HASH];
    token_new(one);
    token_new(two);
    CHECK_INT(43, strlen(one));
    CHECK(strcmp(one, two) != 0);
    CHECK_OK(token_hash(a, span(one)));
    CHECK_OK(token_hash(b, span(one)));
    CHECK(token_equal(a, b));
    CHECK_OK(token_hash(b, span(two)));
    CHECK(!token_equal(a, b));
}

TEST(token, a_digest_is_of_the_whole_secret)
{
    uint8_t a[TOKEN_HASH], b[TOKEN_HASH];
    token_digest(a, span("abcdefghijklmnopqrstuvwxyz"));
    token_digest(b, span("abcdefghijklmnopqrstuvwxyz"));
    CHECK(token_equal(a, b));
    token_digest(b, span("abcdefghijklmnopqrstuvwxy2"));
    CHECK(!token_equal(a, b));
}

TEST(token, an_id_is_hashed_whole_and_nothing_else_is)
{
    uint8_t a[TOKEN_HASH], b[TOKEN_HASH];
    char id[GUARD_ID], other[GUARD_ID];
    guard_id(id);
    CHECK_OK(token_id_hash(a, span(id)));
    token_digest(b, span(id));
    CHECK(token_equal(a, b));
    for (size_t len = 0; len < 64; len++)
        if (len != GUARD_ID - 1)
            CHECK_ERR(CARNET_INVALID, token_id_hash(a, (bytes){ (const uint8_t *)"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", len }));
    for (size_t at = 0; at < GUARD_ID - 1; at++)
        for (int c = 0; c < 256; c++) {
            memcpy(other, id, sizeof id);
            other[at] = (char)c;
            bool good = (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
            CHECK((token_id_hash(a, (bytes){ (const uint8_t *)other, GUARD_ID - 1 }) == CARNET_OK) == good);
        }
    CHECK_ERR(CARNET_INVALID, token_id_hash(a, (bytes){ 0 }));
}

TEST(token, refuses_what_cannot_be_one)
{
    uint8_t hash[TOKEN_HASH];
    char text[TOKEN_TEXT + 1];
    CHECK_ERR(CARNET_INVALID, token_hash(hash, span("")));
    CHECK_ERR(CARNET_INVALID, token_hash(hash, (bytes){ 0 }));
    CHECK_ERR(CARNET_INVALID, token_hash(hash, span("abc")));
    token_new(text);
    text[5] = '/';
    CHECK_ERR(CARNET_INVALID, token_hash(hash, span(text)));
    memset(text, 'A', 43);
    text[43] = 0;
    CHECK_OK(token_hash(hash, span(text)));
    text[42] = 'B'; /* the same 32 bytes, if stray bits were let through */
    CHECK_ERR(CARNET_INVALID, token_hash(hash, span(text)));
    memset(text, 'A', 44);
    CHECK_ERR(CARNET_INVALID, token_hash(hash, (bytes){ (uint8_t *)text, 44 }));
}

static const struct seal_place PLACE = { .journal = 3, .document = 17, .kind = "log", .sequence = 9 };

TEST(seal, opens_with_its_key_in_its_place)
{
    CLEANUP(seal_key_clear) struct seal_key key;
    seal_new_key(&key);
    const char *texts[] = { "", "x", "Aujourd'hui j'ai compris quelque chose." };
    for (int i = 0; i < 3; i++) {
        CLEANUP(buf_clear) struct buf sealed = { 0 };
        CLEANUP(buf_clear) struct buf plain = { 0 };
        seal_close(&sealed, &key, &PLACE, span(texts[i]));
        CHECK_INT(strlen(texts[i]) + SEAL_OVERHEAD, sealed.len);
        CHECK_OK(seal_open(&plain, &key, &PLACE, buf_bytes(&sealed)));
        CHECK_TEXT(texts[i], buf_text(&plain));
    }
}

TEST(seal, does_not_open_elsewhere_or_with_another_key)
{
    CLEANUP(seal_key_clear) struct seal_key key;
    CLEANUP(seal_key_clear) struct seal_key other;
    seal_new_key(&key);
    seal_new_key(&other);
    CLEANUP(buf_clear) struct buf sealed = { 0 };
    CLEANUP(buf_clear) struct buf plain = { 0 };
    buf_put_text(&plain, "kept");
    seal_close(&sealed, &key, &PLACE, span("secret"));
    CHECK_ERR(CARNET_CORRUPT, seal_open(&plain, &other, &PLACE, buf_bytes(&sealed)));
    struct seal_place places[] = { PLACE, PLACE, PLACE, PLACE, PLACE };
    places[0].journal = 4;
    places[1].document = 18;
    places[2].kind = "lo";
    places[3].kind = "title";
    places[4].sequence = 10;
    for (int i = 0; i < 5; i++)
        CHECK_ERR(CARNET_CORRUPT, seal_open(&plain, &key, &places[i], buf_bytes(&sealed)));
    CHECK_TEXT("kept", buf_text(&plain));
}

TEST(seal, any_changed_or_missing_byte_is_corruption)
{
    CLEANUP(seal_key_clear) struct seal_key key;
    seal_new_key(&key);
    CLEANUP(buf_clear) struct buf sealed = { 0 };
    CLEANUP(buf_clear) struct buf plain = { 0 };
    seal_close(&sealed, &key, &PLACE, span("secret"));
    for (size_t i = 0; i < sealed.len; i++) {
        sealed.ptr[i] ^= 1;
        CHECK_ERR(CARNET_CORRUPT, seal_open(&plain, &key, &PLACE, buf_bytes(&sealed)));
        sealed.ptr[i] ^= 1;
        CHECK_ERR(CARNET_CORRUPT, seal_open(&plain, &key, &PLACE, (bytes){ sealed.ptr, i }));
    }
    CHECK_INT(0, plain.len);
    CHECK_OK(seal_open(&plain, &key, &PLACE, buf_bytes(&sealed)));
}

TEST(seal, the_same_text_never_seals_to_the_same_bytes)
{
    CLEANUP(seal_key_clear) struct seal_key key;
    seal_new_key(&key);
    CLEANUP(buf_clear) struct buf one = { 0 };
    CLEANUP(buf_clear) struct buf two = { 0 };
    seal_close(&one, &key, &PLACE, span("secret"));
    seal_close(&two, &key, &PLACE, span("secret"));
    CHECK(!bytes_equal(buf_bytes(&one), buf_bytes(&two)));
}

TEST(signature, verifies_for_its_key_and_message_only)
{
    CLEANUP(signature_pair_clear) struct signature_pair pair;
    CLEANUP(signature_pair_clear) struct signature_pair other;
    signature_new_pair(&pair);
    signature_new_pair(&other);
    uint8_t mark[SIGNATURE_LEN];
    signature_sign(mark, &pair, span("received"));
    CHECK_OK(signature_verify(pair.public_key, span("received"), mark));
    CHECK_ERR(CARNET_INVALID, signature_verify(pair.public_key, span("receive"), mark));
    CHECK_ERR(CARNET_INVALID, signature_verify(other.public_key, span("received"), mark));
    mark[0] ^= 1;
    CHECK_ERR(CARNET_INVALID, signature_verify(pair.public_key, span("received"), mark));
}

TEST(signature, a_pair_comes_back_from_its_seed)
{
    CLEANUP(signature_pair_clear) struct signature_pair pair;
    CLEANUP(signature_pair_clear) struct signature_pair again;
    signature_new_pair(&pair);
    signature_from_seed(&again, pair.secret);
    CHECK(memcmp(&pair, &again, sizeof pair) == 0);
    /* RFC 8032, 7.1, test 1: the empty message. */
    uint8_t seed[32] = { 0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
                         0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60 };
    signature_from_seed(&again, seed);
    uint8_t mark[SIGNATURE_LEN];
    signature_sign(mark, &again, (bytes){ 0 });
    CLEANUP(buf_clear) struct buf hex = { 0 };
    buf_put_hex(&hex, (bytes){ mark, sizeof mark });
    CHECK_TEXT("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595b"
               "be24655141438e7a100b",
               buf_text(&hex));
}

TEST(totp, codes_are_those_of_rfc_6238_within_a_half_minute_each_side)
{
    /* Appendix B, SHA-1, the last six of its eight digits. */
    static const struct {
        int64_t seconds;
        const char *code;
    } VECTORS[] = { { 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" }, { 1234567890, "005924" }, { 2000000000, "279037" } };
    const uint8_t *secret = (const uint8_t *)"12345678901234567890";
    for (size_t i = 0; i < sizeof VECTORS / sizeof *VECTORS; i++) {
        int64_t at = VECTORS[i].seconds * 1000, own = VECTORS[i].seconds / 30, step = 0;
        CHECK(totp_check(&step, secret, VECTORS[i].code, at, 0));
        CHECK_INT(own, step);
        CHECK(totp_check(&step, secret, VECTORS[i].code, at + TOTP_STEP_MS, 0));
        CHECK(totp_check(&step, secret, VECTORS[i].code, at - TOTP_STEP_MS, 0));
        CHECK(!totp_check(&step, secret, VECTORS[i].code, at + 2 * TOTP_STEP_MS, 0));
        CHECK(i == 0 || !totp_check(&step, secret, VECTORS[i].code, at - 2 * TOTP_STEP_MS, 0)); /* not before 1970 */
        CHECK(!totp_check(&step, secret, VECTORS[i].code, at, own)); /* taken already */
        CHECK(totp_check(&step, secret, VECTORS[i].code, at, own - 1));
    }
}

TEST(totp, paper_codes_are_read_as_people_type_them)
{
    char code[RECOVERY_TEXT], shouted[RECOVERY_TEXT];
    uint8_t a[RECOVERY_HASH], b[RECOVERY_HASH];
    recovery_new(code);
    CHECK_INT(RECOVERY_TEXT - 1, strlen(code));
    for (int i = 0; i < RECOVERY_TEXT; i++)
        shouted[i] = (char)(code[i] == '-' ? ' ' : code[i] >= 'a' && code[i] <= 'z' ? code[i] - 'a' + 'A' : code[i]);
    CHECK(recovery_hash(a, code) && recovery_hash(b, shouted));
    CHECK(memcmp(a, b, sizeof a) == 0);
    CHECK(!recovery_hash(a, "") && !recovery_hash(a, "abcd-efgh-ijkl-mno") && !recovery_hash(a, "abcd-efgh-ijkl-mnopq"));
    CHECK(!recovery_hash(a, "abcd-efgh-ijkl-mno0") && !recovery_hash(a, "abcd-efgh-ijkl-mnoé"));
}

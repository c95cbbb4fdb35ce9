# Carnet. `make help` lists what you can do. A new source file needs no edit here.
.DEFAULT_GOAL := help
SHELL := /bin/bash
DATA ?= repos
PORT ?= 8080
B    := build
CC   ?= cc

# Debian 12 packages: libraries, tools, and the browser of the tests.
PACKAGES_BUILD := gcc make pkg-config git ca-certificates libwebsockets-dev libwebsockets-evlib-uv libuv1-dev \
  libsqlite3-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libgit2-dev libsodium-dev libjansson-dev \
  libcurl4-openssl-dev liboath-dev libunistring-dev libseccomp-dev libmagic-dev zlib1g-dev libarchive-dev
PACKAGES_TEST  := clang clang-tidy libclang-rt-14-dev chromium sqlite3 curl python3-aiosmtpd

WARN := -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
  -Wno-sign-conversion -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wimplicit-fallthrough -Wvla -Wundef
HARDEN := -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
# The engine is optimised as one piece where it is linked; its objects hold ordinary code too, for the archive.
ENGINE := -O3 -flto=auto -ffat-lto-objects
SAFE   := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined -DCARNET_DEBUG
CPPFLAGS += -Iserver -I$(B)/include
LIBS := -lwebsockets -luv -lsqlite3 -lcmark-gfm-extensions -lcmark-gfm -lgit2 -lsodium -ljansson -lcurl -loath -lunistring \
  -lseccomp -lmagic -larchive -lz -lpthread -ldl -lm

# A line per file; V=1 shows the whole commands.
say = $(if $(V),,@echo "  make $(1)")
$(if $(V),$(eval .SHELLFLAGS := -xc))

# The house, lowest first (server/LAYERS says who may include whom).
LAYERS := base crdt store vault guard loop text net live areas upkeep
SOURCES := $(foreach l,$(LAYERS),$(shell find server/$(l) -name '*.c' -not -path '*/tool/*' 2>/dev/null | LC_ALL=C sort))
TOP     := $(wildcard server/*.c)
layer_sources = $(filter server/$(1)/%,$(SOURCES))
below_base  := base
below_crdt  := crdt base
below_store := store base
below_vault := vault base
below_guard := guard base
below_loop  := loop guard vault store crdt base
below_text  := text $(below_loop)
below_net   := net $(below_text)
below_live  := live $(below_net)
below_areas := areas $(below_live)
below_upkeep := upkeep $(below_areas)

TESTED := $(foreach l,$(LAYERS),$(if $(shell find tests/$(l) -name '*_test.c' 2>/dev/null),$(l)))
NODE_PATHS := $(CURDIR)/$(B)/node/node_modules/.bin
export PATH := $(NODE_PATHS):$(PATH)

##
## Use it
run: build ## install, build, load the sample cohort once, serve on http://127.0.0.1:8080 (PORT=, DATA=)
	@tests/harness/run-server.sh "$(DATA)" "$(PORT)"

build: install $(B)/carnet $(B)/web/index.html ## the server (build/carnet) and the page (build/web)

install: $(B)/.packages $(B)/.node ## Debian packages and Node.js, if missing

##
## Check it
test: test-build ## everything, with sanitizers; last line "N passed, N failed"
	@node tests/harness/run.mjs

test-build: install-test build $(B)/asan/carnet $(B)/carnet-crdt $(B)/asan/carnet-crdt $(TESTED:%=$(B)/asan/test-%) tests/node_modules/.stamp

unit: $(B)/asan/test-$(LAYER) ## one layer's C tests: make unit LAYER=crdt
	$(B)/asan/test-$(LAYER)

check: lint werror test fuzz-smoke ## everything that must pass before landing

lint: install-test tests/node_modules/.stamp web/node_modules/.stamp ## layers, clang-tidy, tsc, eslint
	@node tests/harness/lint.mjs
	@$(MAKE) --no-print-directory tidy
	@cd web && npm run --silent lint

TIDY_STAMPS := $(patsubst server/%.c,$(B)/tidy/%.stamp,$(SOURCES) $(TOP))
tidy: $(TIDY_STAMPS)
$(B)/tidy/%.stamp: server/%.c server/.clang-tidy | $(B)/include/migrations.h
	@mkdir -p $(@D)
	@clang-tidy --quiet --warnings-as-errors='*' $< -- -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE $(CPPFLAGS) 2>/dev/null
	@touch $@

werror: ## the release build with warnings as errors
	@$(MAKE) --no-print-directory B=$(B)/werror WERROR=-Werror $(B)/werror/carnet

bench: install-test build $(B)/carnet-crdt tests/node_modules/.stamp tests/bench/node_modules/.stamp tests/bench/crdt/node_modules/.stamp ## figures beside other servers and engines, and of the page under a long text, in one run
	@node tests/bench/run.mjs
	@node tests/bench/editor.mjs
	@node tests/bench/crdt/run.mjs

fuzz: install-test ## long fuzzing of every decoder (FUZZ_SECONDS= per target, 3600)
	@FUZZ_SECONDS=$${FUZZ_SECONDS:-3600} tests/harness/fuzz.sh

fuzz-smoke: install-test ## a short run of every fuzz target
	@FUZZ_SECONDS=$${FUZZ_SECONDS:-10} tests/harness/fuzz.sh

fault: test-build ## the long fault runs: 200 kills under load, and failing disks
	@CARNET_LONG=1 node tests/harness/run.mjs test-store tests/fault

screenshots: install-test build tests/node_modules/.stamp ## the README's pictures, taken again from the sample
	@node tests/harness/screenshots.mjs

help: ## this list
	@awk -F':.*## ' '/^##/ { sub(/^## ?/, ""); print } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

clean: ## remove what was built
	rm -rf $(B)

##
# ---- what is missing gets installed -------------------------------------------------------------------------------
$(B)/.packages: Makefile
	@tests/harness/install.sh $(PACKAGES_BUILD)
	@mkdir -p $(B) && touch $@
$(B)/.packages-test: Makefile | $(B)/.packages
	@tests/harness/install.sh $(PACKAGES_TEST)
	@touch $@
install-test: install $(B)/.packages-test

$(B)/.node: tests/harness/install-node.sh | $(B)/.packages
	@tests/harness/install-node.sh $(B)/node
	@touch $@

%/node_modules/.stamp: %/package-lock.json | $(B)/.node
	cd $* && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# ---- the page ------------------------------------------------------------------------------------------------------
$(B)/web/index.html: web/node_modules/.stamp $(shell find web -path web/node_modules -prune -o -type f -print)
	cd web && npm run --silent build -- --outDir ../$(B)/web --emptyOutDir
	@touch $@

# ---- the server, and the same with sanitizers ----------------------------------------------------------------------
$(B)/include/migrations.h: $(wildcard migrations/*.sql) tests/harness/embed.sh
	@mkdir -p $(@D)
	@tests/harness/embed.sh migrations/*.sql > $@
$(B)/include/sample.h: $(wildcard server/areas/demo/sample/*) tests/harness/embed_files.sh
	@mkdir -p $(@D)
	@tests/harness/embed_files.sh server/areas/demo/sample/* > $@
$(B)/include/letters.h: $(wildcard server/areas/*/letters/*.txt) tests/harness/embed_files.sh
	@mkdir -p $(@D)
	@tests/harness/embed_files.sh server/areas/*/letters/*.txt > $@
$(B)/obj/areas/mail/letter.o $(B)/asan/obj/areas/mail/letter.o $(B)/tidy/areas/mail/letter.stamp: $(B)/include/letters.h
$(B)/include/pages.h: $(wildcard server/areas/document/pages/*.html) tests/harness/embed_files.sh
	@mkdir -p $(@D)
	@tests/harness/embed_files.sh server/areas/document/pages/*.html > $@
$(B)/obj/areas/document/guest_page.o $(B)/asan/obj/areas/document/guest_page.o $(B)/tidy/areas/document/guest_page.stamp: $(B)/include/pages.h
$(B)/include/export_words.h: $(wildcard server/areas/export/words/*) tests/harness/embed_files.sh
	@mkdir -p $(@D)
	@tests/harness/embed_files.sh server/areas/export/words/* > $@
$(B)/obj/areas/export/journal_words.o $(B)/asan/obj/areas/export/journal_words.o $(B)/tidy/areas/export/journal_words.stamp: $(B)/include/export_words.h
$(B)/include/passphrases.h: server/areas/people/common/passphrases.txt tests/harness/embed_files.sh
	@mkdir -p $(@D)
	@tests/harness/embed_files.sh $< > $@
$(B)/obj/areas/people/passphrase.o $(B)/asan/obj/areas/people/passphrase.o $(B)/tidy/areas/people/passphrase.stamp: $(B)/include/passphrases.h
$(B)/obj/areas/demo/sample.o $(B)/asan/obj/areas/demo/sample.o $(B)/tidy/areas/demo/sample.stamp: $(B)/include/sample.h

define variant # name, flags
$(1)/obj/%.o: server/%.c | $(B)/include/migrations.h $(B)/.packages
	@mkdir -p $$(@D)
	$$(call say,$$@)
	@$$(CC) $$(WARN) $$(WERROR) $(2) $$(OPTIMISE) $$(CPPFLAGS) -MMD -MP -c $$< -o $$@
$(1)/tests/%.o: tests/%.c | $(B)/include/migrations.h $(B)/.packages-test
	@mkdir -p $$(@D)
	$$(call say,$$@)
	@$$(CC) $$(WARN) $$(WERROR) $(2) $$(CPPFLAGS) -Itests -MMD -MP -c $$< -o $$@
endef
$(eval $(call variant,$(B),$(HARDEN)))
$(B)/obj/crdt/%.o: OPTIMISE := $(ENGINE)
$(eval $(call variant,$(B)/asan,$(SAFE)))

OBJECTS = $(patsubst server/%.c,$(1)/obj/%.o,$(TOP) $(SOURCES))
$(B)/carnet: $(call OBJECTS,$(B))
	$(call say,$@)
	@$(CC) $(HARDEN) $(ENGINE) -pie -Wl,-z,relro,-z,now $^ $(LIBS) -o $@
$(B)/asan/carnet: $(call OBJECTS,$(B)/asan)
	$(call say,$@)
	@$(CC) $(SAFE) $^ $(LIBS) -o $@

define archive # layer
$(B)/asan/lib-$(1).a: $$(patsubst server/%.c,$(B)/asan/obj/%.o,$$(call layer_sources,$(1)))
	@rm -f $$@ && ar rcs $$@ $$^
$(B)/asan/test-$(1): $$(patsubst tests/%.c,$(B)/asan/tests/%.o,$$(shell find tests/$(1) -name '*.c' 2>/dev/null) tests/harness/test.c) \
  $$(foreach l,$$(below_$(1)),$(B)/asan/lib-$$(l).a)
	$$(call say,$$@)
	@$$(CC) $$(SAFE) $$(filter %.o,$$^) -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group $$(LIBS) -o $$@
endef
$(foreach l,$(LAYERS),$(eval $(call archive,$(l))))

# The CRDT engine alone, for other projects, and its bench and inspection command.
$(B)/libcarnetcrdt.a: $(patsubst server/%.c,$(B)/obj/%.o,$(call layer_sources,crdt) $(call layer_sources,base))
	@rm -f $@ && ar rcs $@ $^
CRDT_TOOL := $(patsubst server/%.c,%.o,$(wildcard server/crdt/tool/*.c))
$(B)/carnet-crdt: $(CRDT_TOOL:%=$(B)/obj/%) $(B)/libcarnetcrdt.a
	$(call say,$@)
	@$(CC) $(HARDEN) $(ENGINE) -pie -Wl,-z,relro,-z,now $^ -lm -o $@
$(B)/asan/carnet-crdt: $(CRDT_TOOL:%=$(B)/asan/obj/%) $(B)/asan/lib-crdt.a $(B)/asan/lib-base.a
	$(CC) $(SAFE) $^ -lm -o $@

-include $(shell find $(B)/obj $(B)/asan -name '*.d' 2>/dev/null)
.PHONY: run build install install-test test test-build unit check lint tidy werror bench fuzz fuzz-smoke fault help clean
.SECONDARY:

package dev.livepatch.core.tests.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.livepatch.core.cause.Reason;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckRecord;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.check.ObjectReport;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.content.FunctionStatus;
import dev.livepatch.core.content.Item;
import dev.livepatch.core.content.PatchContent;
import dev.livepatch.core.content.PatchContent.PatchObject;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.module.ExtractedObject;
import dev.livepatch.core.module.ShadowId;
import dev.livepatch.core.module.ShadowUse;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.report.CheckRecords;
import dev.livepatch.core.report.JsonReport;
import dev.livepatch.core.report.SarifReport;
import dev.livepatch.testing.DemoKernel;

/** What a patch consists of, told from real checks; how these are kept, and given to others. */
class PatchContentTest {
	private static final String EVENTFD = "fs/eventfd.c";
	private static final String FREE = "static void eventfd_free_ctx(struct eventfd_ctx *ctx)\n{\n";
	private static final String RICH = """
			#include <linux/livepatch.h>
			#include "kpatch-macros.h"
			static const char *const words[] = { "a", "b" };
			static int ready(patch_object *obj) { return 0; }
			KPATCH_PRE_PATCH_CALLBACK(ready);
			static void gone(patch_object *obj) { pr_info("gone\\n"); }
			KPATCH_POST_UNPATCH_CALLBACK(gone);
			""" + FREE + """
				static int count;
				count++;
				pr_info("%d %s %s\\n", count, words[count & 1], __func__);
				klp_shadow_alloc(ctx, 17, 8, GFP_KERNEL, NULL, NULL);
			""";
	private static final String INIT = "\tpde_make_permanent(pde);\n";
	@TempDir
	static Path cache;
	@TempDir
	static Path work;
	private static CheckRecord rich;
	private static CheckRecord mixed;

	@BeforeAll
	static void check() throws IOException {
		FileChange.Modified init = DemoKernel.edit("fs/proc/version.c", INIT, INIT + "\tpr_info(\"init\\n\");\n");
		FileChange.Modified version = new FileChange.Modified(init.path(), init.before(), init.after().replace("utsname()->version);", "utsname()->version);\n\tseq_puts(m, \"x\");"));
		rich = record("rich", Optional.empty(), DemoKernel.edit(EVENTFD, FREE, RICH));
		mixed = record("mixed", Optional.of(rich), version,
				DemoKernel.edit("fs/proc/cmdline.c", "seq_puts(m, saved_command_line);", "seq_puts(m, \"x\");"), DemoKernel.edit("lib/string.c", "size_t strlen(const char *s)\n{\n", "size_t strlen(const char *s)\n{\n\tbarrier();\n"));
	}

	private static CheckRecord record(String name, Optional<CheckRecord> before, FileChange... files) throws IOException {
		ChangeSet change = new ChangeSet(name, List.of(files), List.of());
		CheckResult result = new Checker(DemoKernel.open(), DemoKernel.toolchain(cache)).check(change, work.resolve(name), CheckProgress.SILENT, Cancellation.NEVER);
		return CheckRecord.of(result, Instant.parse("2026-01-02T03:04:05Z"), CheckRecord.Kernel.of(DemoKernel.open()), before);
	}

	@Test
	void dataCallbacksAndShadowVariablesArePartOfThePatch() {
		PatchObject object = object(PatchContent.of(rich), "vmlinux", "fs/eventfd.o");
		assertEquals(FunctionStatus.NEW, function(object, "eventfd_free_ctx").status());
		assertEquals(FunctionStatus.AFFECTED, function(object, "eventfd_release").status());
		assertEquals("no longer inlines eventfd_free_ctx", function(object, "eventfd_release").cause().orElseThrow().brief());
		List<String> variables = object.items().stream().filter(Item.Variable.class::isInstance).map(i -> ((Item.Variable) i).variable()).map(v -> v.name() + " " + v.function() + " " + v.constant()).toList();
		assertEquals(List.of("count eventfd_free_ctx false", "words  true"), variables);
		List<String> hooks = object.items().stream().filter(Item.Hook.class::isInstance).map(Item.Hook.class::cast).map(h -> h.callback().moment() + " " + h.callback().function() + " " + h.place().file()).toList();
		assertEquals(List.of("pre-patch ready " + EVENTFD, "post-unpatch gone " + EVENTFD), hooks);
		assertEquals(List.of(new ShadowUse("eventfd_free_ctx", "klp_shadow_alloc", new ShadowId.Constant(17))),
				object.items().stream().filter(Item.Shadow.class::isInstance).map(i -> ((Item.Shadow) i).use()).toList());
		assertEquals(3, PatchContent.of(rich).redirected());
	}

	@Test
	void whatIsRefusedAndWhatIsDroppedIsSaidAndEachFindingIsInOnePlace() {
		PatchContent content = PatchContent.of(mixed);
		assertEquals(Verdict.UNSUPPORTED, content.verdict());
		Item.Function refused = function(object(content, "vmlinux", "fs/proc/version.o"), "proc_version_init");
		assertEquals(FunctionStatus.REFUSED, refused.status());
		assertEquals(Rule.INIT_CHANGED, refused.findings().getFirst().rule());
		assertEquals(refused.findings().getFirst().line(), refused.place().line());
		Item.Function other = function(object(content, "vmlinux", "fs/proc/version.o"), "version_proc_show");
		assertEquals(FunctionStatus.WITHHELD, other.status(), "nothing of a refused object goes into the patch");
		assertEquals(Reason.EDITED, other.cause().orElseThrow().reason());
		assertEquals(1, content.redirected());
		assertEquals(FunctionStatus.EDITED, function(object(content, "vmlinux", "fs/proc/cmdline.o"), "cmdline_proc_show").status());
		PatchObject gone = object(content, "vmlinux", "fs/eventfd.o");
		assertTrue(gone.verdict().isEmpty() && gone.items().stream().allMatch(i -> i instanceof Item.Function f && f.status() == FunctionStatus.DROPPED), gone::toString);
		assertEquals(List.of(Rule.UNSUPPORTED_PATH), content.remarks().stream().map(r -> r.finding().rule()).toList());
		for (CheckRecord check : List.of(rich, mixed)) {
			PatchContent all = PatchContent.of(check);
			long told = all.remarks().size() + all.parents().stream().flatMap(p -> p.objects().stream()).flatMap(o -> o.items().stream()).mapToLong(i -> i.findings().size()).sum();
			assertEquals(check.result().findings().size(), told);
			assertEquals(told, all.counts().errors() + all.counts().warnings() + all.counts().infos());
		}
	}

	@Test
	void withoutADisassemblerAShadowVariablesIdIsNotSaidToVary() throws IOException {
		ObjectReport object = rich.result().objects().getFirst();
		ExtractedObject unread = ExtractedObject.of(ObjectFile.read(object.differOutput().orElseThrow()), Optional.empty());
		assertEquals(object.extracted().callbacks(), unread.callbacks());
		assertEquals(List.of(new ShadowUse("eventfd_free_ctx", "klp_shadow_alloc", new ShadowId.Unread("libcapstone 4 is missing"))), unread.shadows());

		ObjectReport told = new ObjectReport(object.path(), object.source(), object.parent(), object.verdict(), object.changed(), object.added(), object.causes(), object.places(),
				object.variables(), unread, object.findings(), Optional.empty());
		Path file = work.resolve("unread/check.json");
		CheckRecords.write(new CheckRecord(new CheckResult(Verdict.PATCHABLE, List.of(told), rich.result().findings(), rich.result().timings()), rich.when(), rich.kernel(), List.of()), file);
		assertEquals(unread, CheckRecords.read(file).result().objects().getFirst().extracted());
	}

	@Test
	void aCheckThatWasKeptSaysTheSame() throws IOException {
		for (CheckRecord check : List.of(rich, mixed)) {
			Path file = work.resolve("kept/check.json");
			CheckRecords.write(check, file);
			CheckRecord back = CheckRecords.read(file);
			assertEquals(PatchContent.of(check), PatchContent.of(back));
			assertEquals(check.result().findings(), back.result().findings());
			assertEquals(JsonReport.document(check.result()).get("objects"), JsonReport.document(back.result()).get("objects"));
			assertEquals(check.kernel(), back.kernel());
			assertEquals(check.dropped(), back.dropped());
			assertEquals(check.when(), back.when());
			assertTrue(back.result().patchedObjects().isEmpty(), "there is nothing to build from");
			try (var files = Files.list(file.getParent())) {
				assertEquals(List.of(file), files.toList(), "nothing is left of the writing");
			}
		}
	}

	@Test
	void whatIsNoCheckIsRefused() throws IOException {
		Path file = work.resolve("damaged.json");
		CheckRecords.write(mixed, file);
		byte[] whole = Files.readAllBytes(file);
		Random random = new Random(5);
		for (int i = 0; i < 300; i++) {
			byte[] damaged = whole.clone();
			damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
			Files.write(file, random.nextBoolean() ? damaged : Arrays.copyOf(damaged, random.nextInt(damaged.length)));
			try {
				CheckRecords.read(file);
			} catch (IOException e) {
				assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
			}
		}
		for (String text : List.of("", "null", "[]", "{}", "{\"record\":null}", "{\"record\":{\"kernel\":1,\"binaries\":[1],\"dropped\":7}}")) {
			Files.writeString(file, text);
			assertThrows(IOException.class, () -> CheckRecords.read(file), text);
		}
	}

	@Test
	void sarifNamesRulesPlacesAndFunctions() throws IOException {
		JsonNode run = new ObjectMapper().readTree(SarifReport.write(mixed.result())).get("runs").get(0);
		assertEquals(mixed.result().findings().size(), run.get("results").size());
		for (JsonNode result : run.get("results")) {
			assertEquals(result.get("ruleId"), run.get("tool").get("driver").get("rules").get(result.get("ruleIndex").asInt()).get("id"));
			JsonNode place = result.get("locations").get(0).get("physicalLocation");
			assertEquals("KERNEL", place.get("artifactLocation").get("uriBaseId").asText());
			assertTrue(!place.has("region") || place.get("region").get("startLine").asInt() > 0);
		}
		JsonNode init = run.get("results").valueStream().filter(r -> r.get("ruleId").asText().equals("init-changed")).findFirst().orElseThrow();
		assertEquals("error", init.get("level").asText());
		assertEquals("fs/proc/version.c", init.get("locations").get(0).get("physicalLocation").get("artifactLocation").get("uri").asText());
		assertEquals("proc_version_init", init.get("locations").get(0).get("logicalLocations").get(0).get("name").asText());
	}

	private static PatchObject object(PatchContent content, String parent, String path) {
		return content.parents().stream().filter(p -> p.name().equals(parent)).flatMap(p -> p.objects().stream()).filter(o -> o.path().equals(path)).findFirst().orElseThrow();
	}

	private static Item.Function function(PatchObject object, String name) {
		return object.items().stream().filter(i -> i instanceof Item.Function f && f.name().equals(name)).map(Item.Function.class::cast).findFirst()
				.orElseThrow(() -> new AssertionError(name + " is not among " + object.items()));
	}
}

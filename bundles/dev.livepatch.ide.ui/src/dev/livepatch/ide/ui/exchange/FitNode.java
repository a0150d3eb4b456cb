package dev.livepatch.ide.ui.exchange;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.exchange.FileResult;
import dev.livepatch.core.exchange.HunkState;
import dev.livepatch.core.exchange.PatchResult;

/** What the tree of a fitted series is made of. Equal nodes stand for the same thing, whatever has become of it. */
sealed interface FitNode {

	/** A name that stays while the author decides. */
	String key();

	String label();

	/** Empty for what is no hunk and has nothing wrong with it. */
	Optional<HunkState> state();

	/** Whether the author has to decide something here or below. */
	boolean open();

	List<FitNode> children();

	/** The file that it is, or that it is in. */
	default Optional<FileResult> fileResult() {
		return switch (this) {
			case OfPatch patch -> Optional.empty();
			case OfFile file -> Optional.of(file.file());
			case OfHunk hunk -> Optional.of(hunk.file());
		};
	}

	record OfPatch(int index, PatchResult result) implements FitNode {
		@Override
		public String key() {
			return Integer.toString(index);
		}

		@Override
		public String label() {
			return result.patch().title();
		}

		@Override
		public Optional<HunkState> state() {
			return Optional.empty();
		}

		@Override
		public boolean open() {
			return result.open();
		}

		@Override
		public List<FitNode> children() {
			return result.files().stream().map(f -> (FitNode) new OfFile(f)).toList();
		}
	}

	record OfFile(FileResult file) implements FitNode {
		@Override
		public String key() {
			return file.key().patch() + "/" + file.key().file(); //$NON-NLS-1$
		}

		@Override
		public String label() {
			return file.from().equals(file.path()) ? file.path() : NLS.bind(Messages.FitNode_moved, file.from(), file.path());
		}

		@Override
		public Optional<HunkState> state() {
			return file.refusal();
		}

		@Override
		public boolean open() {
			return file.open();
		}

		@Override
		public List<FitNode> children() {
			return file.refusal().isPresent() ? List.of() : IntStream.range(0, file.hunks().size()).mapToObj(i -> (FitNode) new OfHunk(file, i)).toList();
		}
	}

	/** @param index of the hunk in the file's part */
	record OfHunk(FileResult file, int index) implements FitNode {
		@Override
		public String key() {
			return file.key().patch() + "/" + file.key().file() + "/" + index; //$NON-NLS-1$ //$NON-NLS-2$
		}

		@Override
		public String label() {
			return NLS.bind(Messages.FitNode_hunk, index + 1, file.hunks().get(index).hunk().oldStart());
		}

		@Override
		public Optional<HunkState> state() {
			return Optional.of(file.hunks().get(index).state());
		}

		@Override
		public boolean open() {
			return state().orElseThrow().open();
		}

		@Override
		public List<FitNode> children() {
			return List.of();
		}
	}
}

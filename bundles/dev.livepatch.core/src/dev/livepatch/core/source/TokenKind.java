package dev.livepatch.core.source;

/** What a piece of C text is to its reader. */
public enum TokenKind {
	COMMENT,
	/** A comment that begins with two asterisks: kernel-doc. */
	DOC_COMMENT,
	/** A preprocessor directive's name with its number sign. */
	DIRECTIVE,
	/** The file named by an {@code #include}, with its quotes or brackets. */
	HEADER,
	STRING, CHARACTER, NUMBER, KEYWORD,
	/** A type that the language or the kernel defines for everybody, for instance {@code int} or {@code u64}. */
	TYPE,
	/** What the kernel adds to the language: {@code __init}, {@code __user}, {@code SYSCALL_DEFINE3}, {@code EXPORT_SYMBOL}. */
	KERNEL_WORD,
	/** A name that is followed by an opening parenthesis. */
	CALL,
	/** A name in capitals, which by convention is a macro or an enumerator. */
	CONSTANT, IDENTIFIER,
	/** An operator, bracket or separator: one character, but for {@code ->}, {@code ++} and {@code --}. */
	PUNCTUATION
}

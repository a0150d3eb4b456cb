package dev.livepatch.ide.ui.module;

import org.eclipse.osgi.util.NLS;

final class Messages extends NLS {
	public static String ModuleEditor_copy;
	public static String ModuleEditor_job;
	public static String ModuleEditor_noFile;
	public static String ModulePages_bytes;
	public static String ModulePages_call;
	public static String ModulePages_callbacks;
	public static String ModulePages_checksum;
	public static String ModulePages_exporter;
	public static String ModulePages_field;
	public static String ModulePages_file;
	public static String ModulePages_freed;
	public static String ModulePages_function;
	public static String ModulePages_functions;
	public static String ModulePages_id;
	public static String ModulePages_inKernel;
	public static String ModulePages_kept;
	public static String ModulePages_kernelChecksum;
	public static String ModulePages_kernelMagic;
	public static String ModulePages_maker;
	public static String ModulePages_moment;
	public static String ModulePages_needed;
	public static String ModulePages_newSize;
	public static String ModulePages_no;
	public static String ModulePages_notConstant;
	public static String ModulePages_object;
	public static String ModulePages_offset;
	public static String ModulePages_oldSize;
	public static String ModulePages_overview;
	public static String ModulePages_position;
	public static String ModulePages_relocations;
	public static String ModulePages_replace;
	public static String ModulePages_residence;
	public static String ModulePages_section;
	public static String ModulePages_sections;
	public static String ModulePages_shadows;
	public static String ModulePages_signature;
	public static String ModulePages_signed;
	public static String ModulePages_size;
	public static String ModulePages_state;
	public static String ModulePages_symbol;
	public static String ModulePages_symbolObject;
	public static String ModulePages_total;
	public static String ModulePages_unique;
	public static String ModulePages_unreadable;
	public static String ModulePages_unread;
	public static String ModulePages_value;
	public static String ModulePages_yes;
	public static String OverviewPage_reading;
	public static String OverviewPage_unreadable;
	public static String Reading_noKernel;

	static {
		initializeMessages(Messages.class.getPackageName() + ".messages", Messages.class);
	}

	private Messages() {
	}
}

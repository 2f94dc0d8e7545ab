package io.gondola.testkit.junit;

import java.util.regex.Pattern;

/** Names of files that can be written into a URL as they are, and that every file system takes. */
final class FileNames {
    private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9._$-]");

    /** What Windows takes for a device, whatever follows the first dot. */
    private static final Pattern DEVICES =
            Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\\$|conout\\$)(\\..*)?");

    private static final int LONGEST = 180;

    private FileNames() {}

    /** For {@code id}, such as {@code com.example.OrderServiceTest#transfer}, whose {@code #} becomes a dot. */
    static String of(String id) {
        String dotted = id.replace('#', '.');
        String plain = OTHERS.matcher(dotted).replaceAll("_");
        String cut = plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
        String name = DEVICES.matcher(cut).matches() || cut.startsWith(".") ? "_" + cut : cut;
        return name.equals(dotted) ? name : name + "-" + String.format("%08x", id.hashCode());
    }
}

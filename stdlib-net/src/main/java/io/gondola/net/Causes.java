package io.gondola.net;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

/** What the system says, in Go's words: the system call, and the error in lower case. */
final class Causes {
    static final String RESET = "connection reset by peer";
    static final String BROKEN_PIPE = "broken pipe";
    static final String NOT_CONNECTED = "transport endpoint is not connected";
    static final String NO_FILES = "too many open files";

    private Causes() {}

    /** The cause that {@code e} tells, of the system call {@code call}. */
    static String of(IOException e, String call) {
        return e instanceof ClosedChannelException ? NetException.CLOSED : call + ": " + text(e);
    }

    /** The system's own words. Those of the JDK's that hide them are put right. */
    static String text(Exception e) {
        String message = e.getMessage();
        if (message == null || message.isBlank()) {
            return e.getClass().getSimpleName();
        }
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.startsWith("connection reset")) {
            return RESET;
        }
        if (lower.equals("can't send to port 0")) {
            return "invalid argument"; // which the JDK finds out before the system does
        }
        int extra = lower.indexOf(" (");
        return extra < 0 ? lower : lower.substring(0, extra);
    }

    static boolean isReset(IOException e) {
        return RESET.equals(text(e));
    }

    static boolean isBrokenPipe(IOException e) {
        return BROKEN_PIPE.equals(text(e));
    }

    /** Whether the system has no more file descriptors for now. */
    static boolean isOutOfFiles(Throwable e) {
        return e instanceof NetException n
                && (n.text().endsWith(NO_FILES) || n.text().endsWith(NO_FILES + " in system"));
    }
}

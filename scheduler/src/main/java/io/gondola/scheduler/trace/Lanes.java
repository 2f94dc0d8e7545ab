package io.gondola.scheduler.trace;

/** Where events happen: processors, whose numbers start at 0, and other places. */
public final class Lanes {
    public static final int OUTSIDE = -1;
    public static final int SYSMON = -2;
    public static final int POLLER = -3;

    /** The queue that belongs to no processor. */
    public static final int GLOBAL = -4;

    /** Of what never ran. */
    static final int NONE = -5;

    /** Makes numbers of lanes positive. */
    static final int OFFSET = 5;

    private Lanes() {}

    /** As people call it. */
    public static String name(int lane) {
        return switch (lane) {
            case OUTSIDE -> "outside";
            case SYSMON -> "sysmon";
            case POLLER -> "poller";
            case GLOBAL -> "global queue";
            case NONE -> "nowhere";
            default -> "P" + lane;
        };
    }
}

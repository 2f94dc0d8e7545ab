package io.gondola.testkit.net;

/**
 * The names of what may go wrong in the network: those of {@link io.gondola.testkit.NetFault}, for the machinery below
 * it.
 */
enum NetFaults {
    LATENCY,
    RESET,
    HALF_OPEN,
    SPLIT,
    SLOW_READER,
    REFUSED,
    PARTITION,
    CRASH,
    UDP_LOSS,
    UDP_DUPLICATION,
    UDP_REORDERING;

    /** How likely it is at each chance, in the runs that have it at all. */
    double probability() {
        return switch (this) {
            case SPLIT, SLOW_READER, LATENCY, UDP_REORDERING -> 0.5;
            case UDP_LOSS, UDP_DUPLICATION, REFUSED -> 0.25;
            default -> 0.1;
        };
    }
}

package io.gondola.testkit;

/** What may go wrong in the virtual network, where {@link Explorer#netFaults} or {@link GoTest#netFaults} allow it. */
public enum NetFault {
    /** What is sent takes time to arrive, some milliseconds. */
    LATENCY,
    /** A connection is cut for both ends, in the middle of a write. */
    RESET,
    /** A connection is dead, and neither end is told: what is written goes nowhere. */
    HALF_OPEN,
    /** Bytes are read in other portions than they were written, down to one at a time, and several writes at once. */
    SPLIT,
    /** The peer's window is full after a few bytes: writes wait until it reads. */
    SLOW_READER,
    /** A connection is refused although somebody listens. */
    REFUSED,
    /** Nothing gets from one host to another, for half a minute. */
    PARTITION,
    /** A host other than the main one crashes, and starts again after half a minute. */
    CRASH,
    /** A packet is lost. */
    UDP_LOSS,
    /** A packet arrives twice. */
    UDP_DUPLICATION,
    /** A packet overtakes others. */
    UDP_REORDERING
}

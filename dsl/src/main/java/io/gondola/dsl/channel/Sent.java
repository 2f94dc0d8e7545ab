package io.gondola.dsl.channel;

/** What became of an element that was offered to a channel. */
public enum Sent {
    /** A receiver or the ring took it. */
    YES,
    /** The channel is closed. */
    CLOSED,
    /** Nobody takes it now: the sender must wait. */
    NOT_YET
}

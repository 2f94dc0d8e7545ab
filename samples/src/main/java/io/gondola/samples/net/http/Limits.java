package io.gondola.samples.net.http;

import java.time.Duration;

/**
 * What a server, or a client, bears.
 *
 * @param line the longest line of a head, in bytes: a longer request line is 414, a longer field 431
 * @param fields how many fields a head may have; more are 431
 * @param head how long a head may be, in bytes; a longer one is 431
 * @param body how long a body may be, in bytes; a longer one is 413
 * @param connections how many there may be at once; the rest waits in the system's backlog
 * @param requests how many are handled at once; the rest is 503
 * @param idle how long a connection may wait for its next request; then it is closed
 * @param headTime how long a head may take from its first byte to its end, however its bytes trickle in; longer is 408
 * @param bodyTime how long a body may take; longer is 408
 * @param writeTime how long the peer may take to read an answer, or a piece of a streamed one; then the connection is
 *     closed
 */
public record Limits(
        int line,
        int fields,
        int head,
        int body,
        int connections,
        int requests,
        Duration idle,
        Duration headTime,
        Duration bodyTime,
        Duration writeTime) {

    public static Limits usual() {
        return new Limits(
                8 << 10,
                100,
                64 << 10,
                1 << 20,
                10_000,
                1_000,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
    }

    /** The same with other sizes of heads and bodies. */
    public Limits sizes(int ofLine, int ofFields, int ofHead, int ofBody) {
        return new Limits(ofLine, ofFields, ofHead, ofBody, connections, requests, idle, headTime, bodyTime, writeTime);
    }

    /** The same with at most {@code n} requests at once. */
    public Limits requests(int n) {
        return new Limits(line, fields, head, body, connections, n, idle, headTime, bodyTime, writeTime);
    }

    /** The same with other times for the phases of an exchange. */
    public Limits times(Duration whileIdle, Duration ofHead, Duration ofBody, Duration ofWrite) {
        return new Limits(line, fields, head, body, connections, requests, whileIdle, ofHead, ofBody, ofWrite);
    }
}
